"""What does deals follow of the records of others?"""
