"""What does the leads service answer and publish: pools, leads, duplicates, follow-ups?"""
