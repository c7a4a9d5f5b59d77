"""How does insights keep and find what happened?"""
