"""One module for each rule, or for a few that one function checks. `faircopy.lint.registry` finds them."""
