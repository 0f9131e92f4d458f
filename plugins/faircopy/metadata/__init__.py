"""What templates show of an article besides its text."""
