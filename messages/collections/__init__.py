"""What does the collections service say and hear: plans, receivables, payments, invoices, credit, dunning?"""
