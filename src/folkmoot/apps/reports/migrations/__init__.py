"""Reports migrations."""
