"""Settings by process: dev, public, office and test."""
