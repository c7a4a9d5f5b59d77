"""How do the servers and programs of one stack run on this machine?"""
