"""Screens of the accounts app."""
