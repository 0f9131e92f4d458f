"""What may be packed or encoded in a file: one function for each way, and one table of them (`unpack`)."""
