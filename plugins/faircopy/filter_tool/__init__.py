"""Exports a proven fail2ban filter as data, with a script that runs it in a browser, without fail2ban."""
