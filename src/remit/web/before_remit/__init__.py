"""Meetings held before Remit, loaded from their workbooks."""
