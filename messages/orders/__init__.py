"""What does the orders service publish and receive: products, stock, orders, shipments, receipts?"""
