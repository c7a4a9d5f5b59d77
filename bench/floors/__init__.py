"""What is the barest thing that could do the same, durably, on the same servers?"""
