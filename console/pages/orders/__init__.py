"""Orders and shipments."""
