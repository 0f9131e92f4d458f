"""Other people's lists, made into posts."""
