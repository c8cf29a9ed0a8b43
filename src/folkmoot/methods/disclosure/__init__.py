"""Disclosure control: suppression, rounding and the audit of what an attacker can still work out."""
