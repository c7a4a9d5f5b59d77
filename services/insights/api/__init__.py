"""How is insights asked?"""
