"""Files that are brought in by clicking."""
