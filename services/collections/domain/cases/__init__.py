"""What is allowed while somebody collects what a customer owes?"""
