"""The page shell, the macros and the form fields that every site uses."""
