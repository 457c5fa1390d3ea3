"""One migrated database per state of the migrations: each worker copies it, and a test
that commits gets it back afterwards.

Migrating Wagtail from nothing takes longer than most of the suite, and flushing takes the
root page and the locales with it. So the template is built once (under a lock, for all
workers), and both the first copy and the clean-up after a committing test are plain
copies of it.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("VALMENTAMO_TESTDB", ROOT / "var" / "testdb"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Files whose change may change the schema, the triggers or the rows that migrate makes.
SHAPING = (
    "migrations/*.py",
    "models.py",
    "models/**/*.py",
    "apps.py",
    "*freez*.py",
    "signal_handlers.py",
    "jobs/*.py",
    "services/groups.py",
)


def state() -> str:
    """Hash everything that decides what `migrate` makes."""
    digest = hashlib.sha256()
    digest.update(repr((django.VERSION, connection.vendor)).encode())
    digest.update(repr((settings.INSTALLED_APPS, settings.LANGUAGES)).encode())
    for config in apps.get_app_configs():
        folder = Path(config.path)
        for pattern in SHAPING:
            for path in sorted(folder.glob(pattern)):
                digest.update(f"{config.label}/{path.relative_to(folder)}".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one worker build while the others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def use(name: str) -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable")


class SqliteCopies:
    """A file per state in var/testdb; a worker's copy is a file of its own."""

    def __init__(self) -> None:
        self.template = CACHE / f"{state()}.sqlite3"
        wanted = connection.settings_dict["TEST"]["NAME"]
        self.folder = (
            None if wanted else Path(tempfile.mkdtemp(prefix="valmentamo-db-"))
        )
        self.copy = Path(wanted) if wanted else self.folder / f"{WORKER}.sqlite3"

    def prepare(self, *, afresh: bool) -> None:
        with locked("sqlite"):
            if afresh:
                self.template.unlink(missing_ok=True)
            if self.template.exists():
                os.utime(self.template)
                return
            self._build()

    def _build(self) -> None:
        unfinished = self.template.with_suffix(".unfinished")
        for suffix in ("", "-wal", "-shm"):
            Path(f"{unfinished}{suffix}").unlink(missing_ok=True)
        use(str(unfinished))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        migrate()
        connection.close()
        with closing(sqlite3.connect(unfinished)) as plain:
            plain.execute("PRAGMA journal_mode=DELETE")
        unfinished.rename(self.template)
        by_age = sorted(CACHE.glob("*.sqlite3"), key=lambda p: p.stat().st_mtime)
        for old in by_age[:-6]:
            old.unlink(missing_ok=True)

    def create(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.copy}{suffix}").unlink(missing_ok=True)
        self.copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.template, self.copy)
        use(str(self.copy))
        connection.ensure_connection()

    def restore(self) -> None:
        # In place, so that a server thread which is still reading is not cut off.
        connection.ensure_connection()
        with closing(sqlite3.connect(self.template)) as source:
            source.backup(connection.connection)
        connection.close()

    def drop(self) -> None:
        connection.close()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


class PostgresCopies:
    """A template database per state on the server; CREATE DATABASE … TEMPLATE copies it."""

    prefix = "valmentamo_template_"

    def __init__(self) -> None:
        self.template = self.prefix + state()
        self.copy = f"valmentamo_test_{WORKER}_{os.getpid()}"

    def _run(self, *statements: str) -> None:
        use(self.copy)
        with connection.creation._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _templates(self) -> list[str]:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
                [self.prefix],
            )
            return [name for (name,) in cursor.fetchall()]

    def prepare(self, *, afresh: bool) -> None:
        with locked("postgresql"):
            present = self._templates()
            if self.template in present and not afresh:
                return
            self._run(*(f'DROP DATABASE "{n}" WITH (FORCE)' for n in present))
            unfinished = "valmentamo_unfinished"
            self._run(
                f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)',
                f'CREATE DATABASE "{unfinished}"',
            )
            use(unfinished)
            migrate()
            self._run(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    def create(self) -> None:
        self._run(
            f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)',
            f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.template}" STRATEGY file_copy',
        )
        connection.ensure_connection()

    restore = create

    def drop(self) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')


def copies() -> SqliteCopies | PostgresCopies:
    return PostgresCopies() if connection.vendor == "postgresql" else SqliteCopies()
