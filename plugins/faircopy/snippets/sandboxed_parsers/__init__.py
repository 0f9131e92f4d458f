"""Parsers that run inside the sandbox: each module has `faults(text)`, and imports nothing of ours.

Untrusted text can make a Python parser hang or crash the process, so it is never parsed in our own. Python itself warns
of that: https://docs.python.org/3/library/ast.html#ast.parse.
"""
