"""The room: what a clerk records of a meeting while it goes on, a form and an operation each."""
