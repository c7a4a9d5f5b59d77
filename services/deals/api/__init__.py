"""How is deals asked?"""
