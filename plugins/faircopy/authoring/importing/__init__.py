"""Imports posts of other generators: reads them, plans the result, and writes it. None of their code is run."""
