"""Pictures, charts and link preview cards, and what files may do when they are opened."""
