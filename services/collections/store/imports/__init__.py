"""What do the rows of a file name?"""
