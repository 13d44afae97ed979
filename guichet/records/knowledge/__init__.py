"""Articles, and their one answer worded for each channel and language."""
