"""What every test stands on: a copied database, empty caches, the default language."""

import os
import shutil
from collections.abc import Iterator

import hypothesis
import pytest

from tests import databases

# The same examples each day, so that a run can be trusted and repeated. `make proof` sets
# HYPOTHESIS_PROFILE=searching and looks for new ones.
hypothesis.settings.register_profile("repeated", derandomize=True)
hypothesis.settings.register_profile("searching", derandomize=False)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeated"))


ASKS_DATABASE = {"db", "transactional_db", "live_server", "client", "admin_client"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--asks-database",
        action="store_true",
        help="only the tests that ask a database: for a second run on another one",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if not config.getoption("--asks-database"):
        return
    wanted, others = [], []
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        asks = item.get_closest_marker("django_db") or names & ASKS_DATABASE
        (wanted if asks else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = wanted


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Copy the migrated template instead of migrating; see tests/README.md."""
    from django.test import TransactionTestCase

    with pytest.MonkeyPatch.context() as patch:
        copies = databases.copies()
        with django_db_blocker.unblock():
            copies.prepare(afresh=request.config.getvalue("create_db"))
            copies.create()
        # After a test that commits, Django would flush every table, the root page and
        # the locales included, and trip over the triggers that freeze rows.
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda self: copies.restore()
        )
        # Closed again meanwhile: what a test without the mark wrote would stay.
        yield
        with django_db_blocker.unblock():
            copies.drop()


@pytest.fixture(autouse=True)
def _as_if_first() -> Iterator[None]:
    """No test inherits a cached value or a language from the one before it."""
    yield
    from django.conf import settings
    from django.core.cache import caches
    from django.utils import translation

    for cache in caches.all(initialized_only=True):
        if "locmem" in type(cache).__module__:
            cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def redis_cache(settings) -> Iterator[object]:
    """The shared cache of a larger site, as bin/services starts it; else skip."""
    from django.core.cache import cache

    if not (url := os.environ.get("REDIS_URL")):
        pytest.skip("no REDIS_URL: see bin/services")
    number = (
        int(databases.WORKER.removeprefix("gw")) + 1 if "gw" in databases.WORKER else 0
    )
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"{url}/{number % 16}",
        }
    }
    cache.clear()
    yield cache
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; root may not use its sandbox."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
        "args": ["--no-sandbox"] if os.getuid() == 0 else [],
    }
