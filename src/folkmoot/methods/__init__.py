"""Pure functions over arrays and frozen dataclasses: no input or output, no clock, no database."""
