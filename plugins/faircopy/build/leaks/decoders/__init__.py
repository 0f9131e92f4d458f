"""Decoders of packed or encoded files: one function for each format; `unpack` has the table."""
