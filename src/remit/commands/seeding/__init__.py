"""A made-up authority: its people, children, action list and the weeks behind it. Nobody in it is real."""
