"""Parts of the checker for systemd."""
