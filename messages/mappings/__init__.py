"""Which column of a file becomes which field of a record, and how are its cells read?"""
