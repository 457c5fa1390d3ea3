"""The demo: a course with people, teams and work in different states."""
