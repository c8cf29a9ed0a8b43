"""Pages for practitioners of the children's service, signed in."""
