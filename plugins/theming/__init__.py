"""Values and filters that the templates use."""
