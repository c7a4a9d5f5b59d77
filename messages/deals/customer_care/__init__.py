"""What is said of customers beyond who they are: how they come, go, are joined, sorted, and what they cost?"""
