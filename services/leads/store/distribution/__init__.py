"""How is it found and kept to whom leads go?"""
