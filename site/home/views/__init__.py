"""Views of the shell: search, colours, demo people, errors."""
