"""Every write. One verb a function: keyword-only, an actor, a time, one transaction, one audit event."""
