"""Verbs of the accounts app."""
