"""Open Badges credentials and status lists: the only room that knows JSON-LD and JOSE."""
