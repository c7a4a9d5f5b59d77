"""A stack on this machine: start, stop, its logs, its health, its addresses."""
