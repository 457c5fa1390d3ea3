"""Verbs of the home app."""
