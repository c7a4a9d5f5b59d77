"""How is the leads service asked?"""
