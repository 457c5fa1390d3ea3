"""Addresses of the certificates app."""

from django.http import HttpResponse
from django.urls import URLPattern, path

app_name = "valmentamo_certificates"
urlpatterns: list[URLPattern] = [
    path("t/<str:code>/", lambda r, code: HttpResponse(code), name="verify"),
]
