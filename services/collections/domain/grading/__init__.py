"""How far is a customer trusted, by which rules, and who may go beyond it?"""
