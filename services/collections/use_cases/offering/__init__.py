"""Which terms are offered, as a step of other use cases?"""
