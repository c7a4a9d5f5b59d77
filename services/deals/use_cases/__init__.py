"""What can deals do? One verb per file."""
