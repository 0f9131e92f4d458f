"""Creates sites and keeps them up to date: `faircopy init` and `faircopy upgrade`."""
