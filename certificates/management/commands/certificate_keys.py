"""Makes, publishes, retires and lists the keys of seal and credential."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.enums import KeyPurpose
from certificates.exceptions import CertificatesError
from certificates.models import PublicKey
from certificates.services import keeping_keys

SETTINGS = {
    KeyPurpose.SEAL: "VALMENTAMO_CERTIFICATES_SEAL_KEY",
    KeyPurpose.CREDENTIAL: "VALMENTAMO_CERTIFICATES_CREDENTIAL_KEY",
}


class Command(BaseCommand):
    help = "Keys that seal certificates and sign credentials. See docs/keys.md."
    # The checks ask for the very keys that are made here.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        new = verbs.add_parser("new", help="make a pair of keys in a file")
        new.add_argument("purpose", choices=KeyPurpose.values)
        new.add_argument("alias", help="name of the file, e.g. seal-2027")
        new.add_argument("--organisation", default="", help="who seals; default: host")
        new.add_argument("--country", default="FI", help="two letters, default FI")
        retire = verbs.add_parser("retire", help="take a key out of use")
        retire.add_argument("alias")
        retire.add_argument(
            "--compromised",
            action="store_true",
            help="somebody else may have it: what it has signed proves nothing alone",
        )
        verbs.add_parser("publish", help="write the public halves of the keys in use")
        verbs.add_parser("list", help="say which keys are published")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(**options)
        except CertificatesError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _new(
        self, purpose: str, alias: str, organisation: str, country: str, **_rest: Any
    ) -> None:
        kind = KeyPurpose(purpose)
        path = keeping_keys.make_key(
            purpose=kind, alias=alias, organisation=organisation, country=country
        )
        self.stdout.write(
            f"Made {path}. Back it up, then set {SETTINGS[kind]} = '{alias}' and run "
            "certificate_keys publish."
        )

    def _retire(self, alias: str, compromised: bool, **_rest: Any) -> None:
        rows = keeping_keys.retire_key(alias=alias, compromised=compromised)
        if not rows:
            raise CommandError(f"No published key is called '{alias}'.")
        for row in rows:
            self.stdout.write(f"Retired {row.kid}. Its public half stays published.")

    def _publish(self, **_rest: Any) -> None:
        for row in keeping_keys.publish_current():
            self.stdout.write(f"Published {row.kid}.")

    def _list(self, **_rest: Any) -> None:
        for row in PublicKey.objects.all():
            self.stdout.write(f"{row.kid}  {row.purpose}  {_standing(row)}")


def _standing(row: PublicKey) -> str:
    if row.compromised_at:
        return f"compromised {row.compromised_at:%Y-%m-%d}"
    if row.retired_at:
        return f"retired {row.retired_at:%Y-%m-%d}"
    return "in use"
