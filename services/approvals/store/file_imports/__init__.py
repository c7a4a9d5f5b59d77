"""Files that are brought in by clicking, and their mappings: how are they found and kept?"""
