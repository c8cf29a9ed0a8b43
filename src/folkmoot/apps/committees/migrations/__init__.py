"""Committees migrations."""
