"""Screens of the courses app: thin, one module for each noun."""
