"""How fast is the house, beside the barest thing that could do the same on the same machine?"""
