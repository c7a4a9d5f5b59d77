"""What do several services keep in the same way?"""
