"""`manage.py load_demo`: fill an empty site with the demo; a second run changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from home.demo.loading import load_demo
from home.demo.people import PASSWORD
from home.demo_people import LABELS


class Command(BaseCommand):
    help = "Loads the course, people and work of the demo. Only for demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO and settings.DEBUG):
            raise CommandError(
                "The demo's passwords are public. Set DEMO=1 with the development settings."
            )
        course = load_demo()
        self.stdout.write(f"{course.slug}")
        # English like the rest of what bin/demo prints.
        with translation.override("en"):
            for email, label in LABELS.items():
                self.stdout.write(f"  {label!s:<22} {email:<28} {PASSWORD}")
