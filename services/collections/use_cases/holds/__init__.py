"""For what does dunning wait, and when does it go on? (steps of keepers, of money, and of who collects)"""
