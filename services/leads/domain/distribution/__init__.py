"""By which rules do leads go to people: which leads, which people, in which order?"""
