"""Accounts migrations."""
