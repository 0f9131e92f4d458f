"""Reading a list: its options, its outline, its questions, and what is wrong with them."""
