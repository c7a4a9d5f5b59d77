"""Which steps do several use cases of leads share?"""
