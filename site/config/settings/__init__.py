"""Settings of the reference site: base, and dev, test, production over it."""
