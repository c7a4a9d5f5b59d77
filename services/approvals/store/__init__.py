"""How is what approvals remembers found and kept?"""
