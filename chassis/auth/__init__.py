"""Who acts, and may they?"""
