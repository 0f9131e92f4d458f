"""Plain fences, which claim nothing but their language: how they are read, and which findings matter."""
