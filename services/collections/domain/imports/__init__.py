"""What may be imported?"""
