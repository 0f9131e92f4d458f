"""`snippets try`: a filter and its jail on a log of one's own."""
