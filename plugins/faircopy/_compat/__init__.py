"""Every private or undocumented name of Pelican, Jinja, Python-Markdown and Python that we touch, and nothing else.

A new version of theirs may take such a name away. So each stands in one place, behind a function, a class or a constant
that says what it is for; `PRIVATE_NAMES` of each module lists them, and tests/compat looks for each in what is
installed. `versions` says which versions that was tried with.
"""
