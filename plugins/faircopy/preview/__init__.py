"""The site on the author's own machine."""
