"""Extracting and comparing the figures in a document or a text."""
