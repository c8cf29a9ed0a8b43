"""Open data as its publishers serve it."""
