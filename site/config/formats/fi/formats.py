"""Finnish as Django has it, but a short moment says “klo”: 8.1.2027 klo 9.41."""

SHORT_DATETIME_FORMAT = r"j.n.Y \k\l\o G.i"
