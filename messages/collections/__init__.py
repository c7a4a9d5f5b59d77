"""What does the collections service publish and receive: plans, receivables, payments, invoices, credit, dunning?"""
