"""Code in posts that is what it claims to be."""
