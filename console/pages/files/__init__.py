"""Files: lists that go out, and rows that come in."""
