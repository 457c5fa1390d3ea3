"""Configuration of the home app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from wagtail.models import Locale, PageViewRestriction, Site, get_page_models

        from . import checks  # noqa: F401
        from .frame_pages import forget_frame_pages

        # A page that is moved, published or hidden is saved, too.
        for model in (*get_page_models(), Locale, PageViewRestriction, Site):
            for signal in (post_save, post_delete):
                signal.connect(
                    forget_frame_pages, model, dispatch_uid="home.frame_pages"
                )
