"""How do people write payment terms, and how are they said in words?"""
