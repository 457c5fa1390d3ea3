"""The settings of benchmarks/serving.py: a developer's, without what DEBUG costs."""

from config.settings.dev import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
)
LOGGING = {"version": 1, "disable_existing_loggers": True}
VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS = True
