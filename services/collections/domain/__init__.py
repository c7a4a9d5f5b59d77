"""What is allowed with receivables, payments and invoices? Pure."""
