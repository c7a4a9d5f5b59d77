"""How is commission found and kept?"""
