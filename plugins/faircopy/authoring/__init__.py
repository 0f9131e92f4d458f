"""Posts begun and posts renamed: what an author does before and after the writing."""
