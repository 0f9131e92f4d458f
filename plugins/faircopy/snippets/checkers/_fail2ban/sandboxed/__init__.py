"""What runs in the sandbox, under Debian's Python, beside fail2ban's own library; it imports nothing else of ours."""
