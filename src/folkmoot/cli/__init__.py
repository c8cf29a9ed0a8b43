"""The folkmoot command."""
