"""What a Markdown file says, with exact lines and columns."""
