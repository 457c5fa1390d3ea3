"""What the screens need, gathered in a fixed number of questions."""
