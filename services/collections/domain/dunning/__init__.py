"""What is advised about late customers?"""
