"""The tables of what is recorded: data and one-line expressions, nothing else."""
