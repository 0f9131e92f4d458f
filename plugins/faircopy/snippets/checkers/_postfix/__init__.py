"""Parts of the checker for Postfix."""
