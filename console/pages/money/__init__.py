"""Payments, receivables and invoices."""
