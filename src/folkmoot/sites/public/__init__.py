"""Pages for everybody: residents, press, partners."""
