"""What is not public, looked for by its contents in everything that a build has written."""
