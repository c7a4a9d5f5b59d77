"""What can it do? One verb per file, one transaction each."""
