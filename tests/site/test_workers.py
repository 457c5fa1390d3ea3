"""How many jobs the worker of the reference site runs at once."""

from django.conf import settings
from django.db import connection


def test_sqlite_has_one_worker_and_a_server_has_more():
    workers = settings.Q_CLUSTER["workers"]
    assert (workers == 1) == (connection.vendor == "sqlite")
