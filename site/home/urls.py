"""Addresses of the shell; inside the language prefix."""

from django.urls import path

from .views import demo, preferences, search

app_name = "home"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("theme/", preferences.theme, name="theme"),
    path("demo/switch/", demo.switch, name="demo_switch"),
]
