"""Settings, address tables and the WSGI entry."""
