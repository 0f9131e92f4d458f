"""Parts of the checker for Samba."""
