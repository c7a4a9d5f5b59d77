"""The audit: verify its chains, hand out that of one request."""
