"""What can be done with files that somebody brings in by clicking?"""
