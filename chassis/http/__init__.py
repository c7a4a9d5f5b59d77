"""How does a service answer, and how is another one called?"""
