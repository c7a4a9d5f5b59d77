"""Approval policies: check, publish, compare, preview, simulate, measure."""
