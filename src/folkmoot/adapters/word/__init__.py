"""Reports as Word files, read and written."""
