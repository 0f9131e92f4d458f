"""The command `snippets try`: runs a filter and its jail on the user's own log."""
