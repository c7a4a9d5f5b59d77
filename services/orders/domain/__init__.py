"""What is allowed with orders, goods and shipments? Pure."""
