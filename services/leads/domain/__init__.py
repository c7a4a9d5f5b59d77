"""What is allowed with leads and pools? Pure."""
