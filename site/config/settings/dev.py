"""A developer's machine and the demo: DEBUG, mail to the console, loopback only."""

from .base import *  # noqa: F403

DEBUG = True
DEMO = env.bool("DEMO", default=False)  # noqa: F405
SECRET_KEY = "development-only-" + "x" * 40
# Demo accounts enter the CMS without a second factor; a deploy check refuses this elsewhere.
CMS_REQUIRES_MFA = not DEMO
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
