"""What the courses app adds to Wagtail's admin."""
