"""What a meeting may decide: who counts, how many are needed, what a vote came to, who stays away too long."""
