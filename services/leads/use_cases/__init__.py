"""What can the leads service do? One verb per file, one transaction each."""
