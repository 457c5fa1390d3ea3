"""Configuration of the ground floor."""

from django.apps import AppConfig


class ValmentamoConfig(AppConfig):
    name = "valmentamo"
    label = "valmentamo"
    verbose_name = "Valmentamo"
