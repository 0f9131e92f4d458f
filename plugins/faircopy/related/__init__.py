"""Which articles a reader may want next."""
