"""How are dunning procedures found and kept, and what was done by them?"""
