"""The kinds of `remit import` besides the action list."""
