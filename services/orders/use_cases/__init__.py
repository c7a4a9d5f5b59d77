"""What can the orders service do? One verb per file, one transaction each."""
