"""How fast is Countersign, beside the barest thing that could do the same on the same machine?"""
