"""The suite: fast hashing, tasks collected or run at once, files under a temporary folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Playwright's sync API keeps an event loop in the test's own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from .base import *  # noqa: F403

SECRET_KEY = "test-only-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend",
        "QUEUES": [],
    }
}
WHITENOISE_AUTOREFRESH = True
# A worker that a test starts shares the files of the test that started it.
if shared := os.environ.get("TEST_FILES"):
    FILES = Path(shared)
else:
    FILES = Path(tempfile.mkdtemp(prefix="valmentamo-"))
    atexit.register(shutil.rmtree, FILES, ignore_errors=True)
MEDIA_ROOT = FILES / "media"
VALMENTAMO_CERTIFICATES_KEY_FOLDER = FILES / "keys"
VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS = True
STORAGES["private"]["OPTIONS"]["location"] = FILES / "private"  # noqa: F405
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
if name := os.environ.get("TEST_DB_NAME"):
    DATABASES["default"].setdefault("TEST", {})["NAME"] = name  # noqa: F405
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
