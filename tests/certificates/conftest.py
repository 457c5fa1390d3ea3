"""Fixtures of the certificates tests."""
