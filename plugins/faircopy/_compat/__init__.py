"""Every private or undocumented name of Pelican, Jinja, Python-Markdown and Python that we touch, and nothing else.

A new version of these libraries may remove such a name. So each is used in one place, behind a function, class or
constant that explains it. `PRIVATE_NAMES` of each module lists them, and tests/compat looks for each in the installed
version. `versions` has the versions that were tested.
"""
