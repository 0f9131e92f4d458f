"""What the theme needs from Python: values for the templates, pictures, and the search index."""
