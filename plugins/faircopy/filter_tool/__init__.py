"""A proven fail2ban filter as data, and the script that tries it on a log without fail2ban."""
