"""Officers' reports, their clearances and data packs."""
