"""The rubric's own pages, in three languages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("rubric.urls")), prefix_default_language=False
)
