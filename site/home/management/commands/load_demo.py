"""`manage.py load_demo`: fill an empty site with the demo; a second run changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.loading import load_demo
from home.demo.people import PASSWORD
from home.demo_people import LABELS, names_of


class Command(BaseCommand):
    help = "Loads the course, people and work of the demo. Only for demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO and settings.DEBUG):
            raise CommandError(
                "The demo's passwords are public. Set DEMO=1 with the development settings."
            )
        course = load_demo()
        self.stdout.write(f"{course.slug}")
        for email in LABELS:
            self.stdout.write(f"  {names_of(email):<46} {email:<28} {PASSWORD}")
