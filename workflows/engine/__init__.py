"""What do all processes share: steps, approvals, signals, to-dos, compensations, keepers?"""
