"""How does collections find what it remembers?"""
