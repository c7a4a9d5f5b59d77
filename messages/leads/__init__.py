"""What does the leads service say and hear: pools, leads, duplicates, follow-ups?"""
