"""The file format `course/1`: a course as data, read without touching the database."""
