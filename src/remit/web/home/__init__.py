"""What a person owes, their meetings, their actions."""
