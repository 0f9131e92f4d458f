"""The parts of the fail2ban checker."""
