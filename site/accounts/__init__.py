"""People of the reference site: e-mail log-in, name, language."""
