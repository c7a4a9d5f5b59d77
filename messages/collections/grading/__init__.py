"""What is said of how far a customer is trusted: grades, policies, holds, and requests for credit?"""
