"""The pages on which somebody answers an invitation: by the link of a message, or signed in."""
