"""The forums, their terms, and each of their meetings from outside."""
