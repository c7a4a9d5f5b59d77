"""How does insights save and find what happened?"""
