"""How do events get from one service to the others?"""
