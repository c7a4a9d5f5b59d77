"""How is found what somebody has agreed with, and of, customers who owe?"""
