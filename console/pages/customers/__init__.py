"""What do people see of customers, and what do they do with them?"""
