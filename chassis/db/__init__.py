"""How are records stored, with the events about them, in one transaction?"""
