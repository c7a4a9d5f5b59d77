"""How are rates, and what records are worth in the books, found and kept?"""
