"""The pages of the cohorts."""
