"""Addresses of the courses app."""

from django.urls import URLPattern

app_name = "valmentamo_courses"
urlpatterns: list[URLPattern] = []
