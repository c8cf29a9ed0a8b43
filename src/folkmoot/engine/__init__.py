"""Measure definitions to a cube of counts to values, on interchangeable backends."""
