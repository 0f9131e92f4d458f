"""Posts of other programs: read as these keep them, planned, and written as our own. Nothing of them is run."""
