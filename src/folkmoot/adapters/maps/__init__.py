"""Outlines of areas as paths of a drawing: projected, simplified for their scale and written for SVG."""
