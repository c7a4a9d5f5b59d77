"""How are collection policies, and the terms that are offered by them, found and kept?"""
