"""Creates, renames and imports posts."""
