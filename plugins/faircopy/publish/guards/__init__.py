"""The guards: one module each, found by importing the package (docs/writing-a-guard.md)."""
