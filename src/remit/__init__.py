"""Remit runs the decision-making forums of a council's children's services."""
