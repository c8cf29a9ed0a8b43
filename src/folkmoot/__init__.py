"""Folkmoot: the platform on which an English council runs scrutiny."""

__version__ = "0.1.0"
