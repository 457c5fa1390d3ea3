"""Templates laid out once and stamped many times: the fast way to the same page.

WeasyPrint lays out a page with sentinel texts in the places that differ from person to
person. The finished file is taken apart into constant bytes and slots (`compiling`), and a
certificate is made by filling the slots (`stamping`). What does not fit a slot is drawn by
WeasyPrint, as is everything when a page can't be taken apart (`door`).
"""
