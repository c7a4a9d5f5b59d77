"""What does leads follow of the records of others?"""
