"""Migrations of measures."""
