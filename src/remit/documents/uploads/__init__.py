"""How is a file from outside read without trusting it?"""
