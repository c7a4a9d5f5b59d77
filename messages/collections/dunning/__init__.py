"""What is said of dunning: what is due, by which procedure, what is chosen, and which letters go out?"""
