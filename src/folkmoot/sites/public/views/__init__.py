"""What each public page shows: a view reads published views and renders one template."""
