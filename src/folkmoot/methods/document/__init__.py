"""A report as frozen dataclasses: parts, paragraphs with permanent ids, tables, figures and citations."""
