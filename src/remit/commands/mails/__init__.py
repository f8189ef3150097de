"""How mail leaves and how it comes in: over which server, signed in as whom, and what becomes of each."""
