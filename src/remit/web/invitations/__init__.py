"""The page on which somebody answers an invitation without signing in."""
