"""The site before anybody comes: a course, an open cohort, two portfolios for peers.

Made once through the services and kept as a file; each test gets a copy of it.
"""

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from copy import deepcopy
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import connection

from certificates.models import Membership
from courses.models import Enrolment
from home.services.site_tree import create_site_tree
from tests.courses.factories import Cast, PartnerFactory, UserFactory, make_cast

PASSWORD = "a long enough password"
FOLDER = Path(tempfile.mkdtemp(prefix="valmentamo-browser-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
KEPT = FOLDER / "seeded.sqlite3"
_known: list[Cast] = []


def seeded() -> Cast:
    """The seeded site in the database, and who is in it."""
    if _known and connection.vendor == "sqlite":
        _put()
    else:
        _known[:] = [_make()]
        if connection.vendor == "sqlite":
            _keep()
    return deepcopy(_known[0])


def _make() -> Cast:
    create_site_tree()
    cast = make_cast()
    for enrolment in (cast.aino, cast.laila):
        stem = enrolment.user.first_name.lower()
        cast.write(cast.portfolio.key, cast.full_description(stem), enrolment)
        cast.open_for_peers(enrolment)
    for user in (cast.coach, cast.aino.user, cast.mikko.user, cast.laila.user):
        verify(user)
    return cast


def verify(user) -> None:
    """The person has confirmed the address and may log in."""
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )


def account(**names):
    """A person of the site who can log in with the PASSWORD."""
    user = UserFactory(**names)
    verify(user)
    return user


def partner_with_reader(name: str = "Rantaharjun kaupunki"):
    """A partner organisation and a person who reads its certificates."""
    partner = PartnerFactory(name=name)
    reader = account(first_name="Riikka", last_name="Kangas")
    Membership.objects.create(partner=partner, user=reader)
    return partner, reader


def enrolment_of(email: str) -> Enrolment:
    return Enrolment.objects.with_course().get(user__email=email)


def _keep() -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(KEPT)) as target:
        connection.connection.backup(target)


def _put() -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(KEPT)) as source:
        source.backup(connection.connection)
    connection.close()
