"""The placements action list: reading it, changing it, adding to it, ending entries."""
