"""The formats in which councils exchange committee records."""
