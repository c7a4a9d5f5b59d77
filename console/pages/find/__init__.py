"""A business number, and everything that happened to it."""
