"""The `countersign` command: it starts a stack, looks after it, and asks it."""
