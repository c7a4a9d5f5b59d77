"""How is the whole job driven with real data, and does everything add up?"""
