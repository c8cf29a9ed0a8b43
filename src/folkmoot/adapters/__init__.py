"""The outside world, one folder a kind; no Django."""
