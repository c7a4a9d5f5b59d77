"""A file that is brought into a service: a CSV, mapped column by column, or a bank statement."""
