"""One module a rule, or a few that one function finds. `faircopy.lint.registry` imports all of them."""
