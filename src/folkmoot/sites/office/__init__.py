"""Pages for officers and members, signed in."""
