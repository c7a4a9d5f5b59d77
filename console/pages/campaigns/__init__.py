"""What do people do with customers and opportunities from day to day?"""
