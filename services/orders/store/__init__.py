"""How does the orders service find what it remembers? One file per noun; find_ may be None, lock_ raises, list_."""
