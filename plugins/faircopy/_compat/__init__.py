"""Every private name of Pelican and Jinja that we touch. tests/compat holds each against the installed version."""
