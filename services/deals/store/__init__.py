"""How does deals find and keep what it remembers?"""
