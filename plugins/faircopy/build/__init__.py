"""A whole site, built or not built: nothing in between."""
