"""What do people see and do who collect what customers owe?"""
