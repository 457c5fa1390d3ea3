"""Settings, URLs and entry points of the reference site."""
