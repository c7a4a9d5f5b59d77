"""How are dunning letters, and what they say, found and kept?"""
