"""What does a dunning letter say, where does it go, and when does it not go out?"""
