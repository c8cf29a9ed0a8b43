"""Numbers that people quote: minutes (5/21), pages (Pages 7 - 28), references (POSC6)."""
