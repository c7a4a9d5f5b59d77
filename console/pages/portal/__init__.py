"""What sees a customer who orders for himself?"""
