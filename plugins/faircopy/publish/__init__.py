"""Publishes a clean commit to GitHub Pages, or refuses with reasons."""
