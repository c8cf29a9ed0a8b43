"""The statutory returns of children's services."""
