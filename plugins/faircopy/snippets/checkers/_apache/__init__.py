"""Apache: its sandbox, the modules of other packages, and plain fences."""
