"""The rubric's screens in Wagtail's admin."""
