"""What an operator types: what is wrong, what waits, what could not be handled."""
