"""What `remit export` can write."""
