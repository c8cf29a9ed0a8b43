"""Views of the office, a module a kind of work."""
