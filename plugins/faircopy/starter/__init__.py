"""Sites begun and kept up to date: `faircopy init` and `faircopy upgrade`."""
