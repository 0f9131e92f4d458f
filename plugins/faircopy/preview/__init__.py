"""The preview of the site on the author's machine."""
