"""Addresses of the plain project: the certificates app under language prefixes."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("certificates.urls")), prefix_default_language=False
)
