"""What can collections do? One verb per file, one transaction each."""
