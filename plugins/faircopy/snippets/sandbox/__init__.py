"""Runs tools in a sandbox: with their own file tree, without privileges and network, and with limits."""
