"""The sitting: attendance, declarations, votes, resolutions and numbered minutes."""
