"""The people and partner organisations of the demo. All are invented."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.services.groups import AUTHORS, ensure_groups
from accounts.services.groups import CENTRE as CENTRE_GROUP
from certificates.enums import PartnerKind, Role
from certificates.models import Membership, PartnerOrganisation

PASSWORD = "valmentamo-demo"  # noqa: S105 - printed by bin/demo, refused by a deploy check


@dataclass(frozen=True)
class Person:
    email: str
    first_name: str
    last_name: str
    language: str = "fi"
    group: str = ""


AUTHOR = Person("author@valmentamo.example", "Outi", "Salmela", group=AUTHORS)
CENTRE = Person("centre@valmentamo.example", "Pertti", "Halme", group=CENTRE_GROUP)
COACH = Person("coach@valmentamo.example", "Sirkka", "Vuorela")
LEARNER = Person("learner@valmentamo.example", "Laila", "Sarre")
PARTNER = Person("partner@valmentamo.example", "Riikka", "Kangas")
OTHERS = {
    "aino": Person("aino.rautio@valmentamo.example", "Aino", "Rautio"),
    "mikko": Person("mikko.kallas@valmentamo.example", "Mikko", "Kallas"),
    "linnea": Person("linnea.sund@valmentamo.example", "Linnea", "Sund", "sv"),
    "emil": Person("emil.back@valmentamo.example", "Emil", "Back", "sv"),
    "onni": Person("onni.harju@valmentamo.example", "Onni", "Harju"),
    "veera": Person("veera.lampi@valmentamo.example", "Veera", "Lampi"),
    "tuomo": Person("tuomo.niemela@valmentamo.example", "Tuomo", "Niemelä"),
    "seija": Person("seija.alho@valmentamo.example", "Seija", "Alho"),
    "eero": Person("eero.kivela@valmentamo.example", "Eero", "Kivelä"),
}


def make_people() -> dict[str, User]:
    """Everyone by short name: author, centre, coach, learner, partner and the others."""
    ensure_groups()
    cast = {
        "author": AUTHOR,
        "centre": CENTRE,
        "coach": COACH,
        "learner": LEARNER,
        "partner": PARTNER,
    }
    return {name: _make(person) for name, person in (cast | OTHERS).items()}


def _make(person: Person) -> User:
    user = User.objects.create_user(
        person.email,
        PASSWORD,
        first_name=person.first_name,
        last_name=person.last_name,
        language=person.language,
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))
    return user


def make_partners(user: User) -> dict[str, PartnerOrganisation]:
    """Three organisations; `user` reads for the first."""
    partners = {
        slug: PartnerOrganisation.objects.create(slug=slug, name=name, kind=kind)
        for slug, name, kind in (
            (
                "harjuseudun-tyollisyysalue",
                "Harjuseudun työllisyysalue",
                PartnerKind.EMPLOYER,
            ),
            ("saaristosaatio", "Saaristosäätiö", PartnerKind.FUNDER),
            ("rantaharjun-opisto", "Rantaharjun opisto", PartnerKind.SCHOOL),
        )
    }
    Membership.objects.create(
        partner=partners["harjuseudun-tyollisyysalue"], user=user, role=Role.MEMBER
    )
    return partners
