"""A public server: secrets from the environment, HTTPS only."""

from .base import *  # noqa: F403

SECRET_KEY = env.str("SECRET_KEY")  # noqa: F405
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)  # noqa: F405
# The header is believed only where a proxy of ours stands in front and sets it.
if ALLAUTH_TRUSTED_PROXY_COUNT:  # noqa: F405
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("EMAIL_HOST", default="localhost"),  # noqa: F405
            "port": env.int("EMAIL_PORT", default=25),  # noqa: F405
            "username": env.str("EMAIL_USER", default=""),  # noqa: F405
            "password": env.str("EMAIL_PASSWORD", default=""),  # noqa: F405
            "use_tls": env.bool("EMAIL_USE_TLS", default=False),  # noqa: F405
        },
    }
}
# To the console, from where the service manager keeps it; tracebacks included.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
