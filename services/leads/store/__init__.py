"""How does the leads service find what it remembers?"""
