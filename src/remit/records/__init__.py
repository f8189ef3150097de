"""What is kept: models, constraints, migrations and the loaders that verbs and reading use."""
