"""Records migrations."""
