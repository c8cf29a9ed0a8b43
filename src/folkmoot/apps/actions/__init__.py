"""Recommendations, responses, actions and the work programme."""
