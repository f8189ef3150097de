"""The meeting room: one item at a time beside the agenda, attendance, other cases, actions."""
