"""File formats of a rubric."""
