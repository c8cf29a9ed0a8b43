"""Machine-readable addresses: read through the published views only."""
