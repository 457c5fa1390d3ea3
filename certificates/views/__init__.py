"""The doors: the public page, the holder's own list, the partner's list."""
