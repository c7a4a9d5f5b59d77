"""What do people see of how far customers are trusted?"""
