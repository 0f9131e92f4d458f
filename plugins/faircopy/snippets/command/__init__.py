"""The command `snippets`: its configuration, baseline, progress and reports."""
