"""Tables of the courses app, by noun."""
