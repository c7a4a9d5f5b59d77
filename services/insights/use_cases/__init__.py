"""What can be asked of everything that happened? One question per file."""
