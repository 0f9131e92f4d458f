"""Parsers that run inside the sandbox: each module gives `faults(text)`, and imports nothing of ours.

A parser of Python's can be made to take forever or to end its process (https://docs.python.org/3/library/ast.html#ast.parse
warns of it), so a stranger's text is not given to one in our own process.
"""
