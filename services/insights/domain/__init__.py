"""What does an event say? Pure."""
