"""Addresses of the accounts app; allauth has the rest under the same prefix."""

from django.urls import path

from .views.profile import profile

app_name = "accounts"
urlpatterns = [path("profile/", profile, name="profile")]
