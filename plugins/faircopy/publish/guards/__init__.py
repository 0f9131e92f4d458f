"""Why a site is not published: one module a guard, found by importing the package (docs/writing-a-guard.md)."""
