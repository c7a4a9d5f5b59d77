"""What do tests of a service stand on? (never imported by what runs)"""
