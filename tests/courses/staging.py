"""The short course, imported once a worker and copied into place for each module.

Importing makes some forty pages; a copy of the database file takes a tenth of a second.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from courses.models import Course
from tests import databases
from tests.courses.factories import make_course

_HOLDER = tempfile.TemporaryDirectory(prefix="valmentamo-stage-")
FOLDER = Path(_HOLDER.name)
EMPTY, STAGED = FOLDER / "empty.sqlite3", FOLDER / "staged.sqlite3"


@contextmanager
def staged() -> Iterator[None]:
    """With the course in the database; afterwards it is as it was."""
    if connection.vendor == "sqlite":
        _keep(EMPTY)
        if STAGED.exists():
            _put(STAGED)
        else:
            make_course()
            _keep(STAGED)
        yield
        _put(EMPTY)
    else:
        make_course()
        yield
        databases.copies().restore()


def ensure() -> None:
    """The course in the database of a test that commits, also after one that did."""
    if Course.objects.exists():
        return
    if connection.vendor == "sqlite" and STAGED.exists():
        _put(STAGED)
    else:
        make_course()


def _keep(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as target:
        connection.connection.backup(target)


def _put(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as source:
        source.backup(connection.connection)
    connection.close()
