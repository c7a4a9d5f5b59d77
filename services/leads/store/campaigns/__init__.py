"""How are campaigns found, with their activities and what came of them?"""
