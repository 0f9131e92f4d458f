"""When a post is due: the clock is read once, and posts that are not due are held back."""
