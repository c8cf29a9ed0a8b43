"""One content-addressed store for every file that Folkmoot makes or receives."""
