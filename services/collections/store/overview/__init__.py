"""How is read what is due, late, expected and achieved?"""
