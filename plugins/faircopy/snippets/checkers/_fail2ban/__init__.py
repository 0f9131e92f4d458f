"""What the fail2ban checker is made of."""
