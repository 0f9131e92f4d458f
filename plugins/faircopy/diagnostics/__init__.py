"""Problems as values: diagnostics and rules, and the forms in which they are reported."""
