"""What we agree on: everything that crosses a wire. Pure; imports nothing of ours but itself."""
