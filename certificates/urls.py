"""Addresses of the certificates app."""

from django.urls import URLPattern

app_name = "valmentamo_certificates"
urlpatterns: list[URLPattern] = []
