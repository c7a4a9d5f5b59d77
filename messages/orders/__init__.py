"""What does the orders service say and hear: products, stock, orders, shipments, receipts?"""
