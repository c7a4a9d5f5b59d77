"""How are grades, holds, evidence and requests for credit found and kept?"""
