"""What is expected to come, how exact was that, and what did control achieve?"""
