"""What is said of collection policies, and of the terms that are offered by them?"""
