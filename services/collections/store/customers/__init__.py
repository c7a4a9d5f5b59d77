"""How are the records of a customer found?"""
