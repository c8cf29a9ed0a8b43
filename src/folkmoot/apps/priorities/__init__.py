"""Priorities, strategies, oversight, initiatives, needs assessments, funds and business cases."""
