"""Organisations, people, membership, meetings, agenda items, requests to speak, deadlines and rule sets."""
