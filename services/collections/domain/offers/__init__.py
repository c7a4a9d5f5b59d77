"""Which payment terms is a customer offered?"""
