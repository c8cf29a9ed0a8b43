"""Documents set as HTML and as tagged PDF, and PDFs joined into a pack."""
