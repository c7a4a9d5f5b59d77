"""What stands in the files of banks and payment providers, and whose money is it?"""
