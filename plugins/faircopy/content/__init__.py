"""When a post is due: read the clock once, and keep back what has time."""
