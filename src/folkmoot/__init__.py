"""Folkmoot: the platform on which an English council runs scrutiny."""
