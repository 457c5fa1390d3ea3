"""The Wagtail screens of people."""
