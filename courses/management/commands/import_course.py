"""`manage.py import_course [file]`: make a course from a YAML file, or bring it up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.exceptions import ImportFaults
from courses.services.package import DEFAULT_COURSE, import_course
from valmentamo.yamlfiles import UnreadableFile, load_yaml


class Command(BaseCommand):
    help = "Reads a course file; with a fault, names every fault and writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT_COURSE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            course = import_course(load_yaml(options["file"]))
        except UnreadableFile as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except ImportFaults as error:
            lines = [f"{path}: {message}" for path, message in error.faults]
            raise CommandError("\n".join([str(error), *lines])) from error
        self.stdout.write(f"{course.slug}: {course.exercises.count()} exercises")
