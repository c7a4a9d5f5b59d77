"""How does deals find and keep what belongs to customers?"""
