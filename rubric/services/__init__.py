"""Verbs of the rubric. What they write is refused by nothing else."""
