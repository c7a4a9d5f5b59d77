"""What is said while somebody collects what a customer owes: pauses, promises, contacts, comments, plans, trails?"""
