"""What does a fact say? Pure."""
