"""What is allowed? Pure functions over frozen values."""
