"""Screens of the rubric that stand outside the CMS."""
