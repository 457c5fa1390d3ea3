"""The seal of a file and its check: the only room that knows pyHanko."""
