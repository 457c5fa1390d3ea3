"""Every address that serves something of a certificate, and what it served."""

import base64
import gzip
import io
import json
import zipfile
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from certificates import filing
from certificates.enums import Reason
from certificates.services.erasing import erase_certificate
from certificates.services.status import (
    change_status,
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from certificates.tokens import name_token
from tests.certificates.factories import issued, ready
from tests.certificates.partners import DAY, PartnerCast, bearer, body, door

EVENTS = {
    "suspended": suspend_certificate,
    "revoked": lambda **told: revoke_certificate(
        reason_code=Reason.WRONG_GROUNDS, **told
    ),
    "superseded": lambda **told: change_status(event="superseded", **told),
    "withdrawn": withdraw_certificate,
    "erased": erase_certificate,
}


class Doors:
    """A certificate in one state, and everybody who may ask for it."""

    def __init__(self, state):
        cast = self.cast = PartnerCast()
        shared = {
            "recipient": cast.holder,
            "grants": [cast.terms()],
            "at": timezone.now() - 2 * DAY,
        }
        if state in ("pending", "refused"):
            name = "水" if state == "refused" else "Aino Rautio"
            self.row = issued(name=name, **shared)
            self.bytes = b""
        else:
            ended = timezone.now() - timedelta(seconds=1)
            self.row = ready(
                valid_until=ended if state == "expired" else None, **shared
            )
            with filing.read(self.row.files.get().storage_key) as file:
                self.bytes = file.read()
        self.code, self.slug = self.row.printed_code, cast.partner.slug
        self.anyone, self.holder, self.member = Client(), Client(), Client()
        self.holder.force_login(cast.holder)
        self.member.force_login(cast.member)
        self.system = bearer(cast.token())

    def happen(self, state):
        if state in EVENTS:
            EVENTS[state](certificate=self.row, by=None)

    def answers(self):
        return {name: ask(self) for name, ask in DOORS.items()}

    def heard(self):
        """All answers to listening clients: address, headers and bytes."""
        clients = (self.anyone, self.holder, self.member)
        return [answer for client in clients for answer in client.heard]


class Listening(Client):
    """Keeps what came back."""

    def __init__(self, **environ):
        super().__init__(**environ)
        self.heard = []

    def request(self, **environ):
        response = super().request(**environ)
        data = body(response) if response.streaming else response.content
        if response.streaming:
            response.streaming_content = [data]
        self.heard.append((environ["PATH_INFO"], str(response.headers), data))
        return response


def listened(state, **environ):
    doors = Doors(state)
    doors.anyone, doors.holder, doors.member = (Listening(**environ) for _ in range(3))
    doors.holder.force_login(doors.cast.holder)
    doors.member.force_login(doors.cast.member)
    return doors


def status(response):
    if response.streaming:
        body(response)
    return str(response.status_code)


def own(*names):
    """The holder's door of that name."""
    name, *rest = names
    return lambda at: status(at.holder.get(door(name, at.code, *rest)))


def mine(at):
    page = at.holder.get(door("mine")).content.decode()
    if door("download", at.code, "fi") in page:
        return "file"
    return "state" if at.code in page else "-"


def check_file(at):
    """The state that the page tells to somebody who has the file."""
    if not at.bytes:
        return "-"
    file = SimpleUploadedFile("a.pdf", at.bytes)
    told = at.anyone.post(door("check_file"), {"file": file}).context
    return told["verdict"].page.value if told["answer"] == "known" else "-"


def partner_list(at):
    page = at.member.get(door("partner_list", at.slug)).content.decode()
    if door("partner_download", at.slug, at.code, "fi") in page:
        return "file"
    return "state" if at.code in page else "-"


def partner_zip(at):
    response = at.member.post(door("partner_zip", at.slug))
    package = zipfile.ZipFile(io.BytesIO(body(response)))
    if any(at.code in name for name in package.namelist()):
        return "file"
    return "state" if at.code in package.read("manifest.json").decode() else "-"


def partner_csv(at):
    listed = at.member.post(door("partner_csv", at.slug)).content.decode()
    return "state" if at.code in listed else "-"


def partner_xlsx(at):
    data = at.member.post(door("partner_xlsx", at.slug)).content
    rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return "state" if any(at.code in row for row in rows) else "-"


def api_list(at):
    listed = at.anyone.get(door("api_list"), headers=at.system).json()["certificates"]
    for row in listed:
        if row["code"] == at.code:
            return "file" if row["files"] else "state"
    return "-"


def api_manifest(at):
    listed = at.anyone.get(door("api_manifest"), headers=at.system).json()
    for row in listed["certificates"]:
        if row["code"] == at.code:
            return row["status"]
    return "-"


def api_changes(at):
    """The last that the partner's system is told."""
    told = at.anyone.get(door("api_changes"), headers=at.system).json()["changes"]
    return next((row["change"] for row in told[::-1] if row["code"] == at.code), "-")


def verify(at):
    response = at.anyone.get(door("verify", at.code))
    return f"{response.status_code} {response.context['verdict'].page.value}"


def verify_json(at):
    headers = {"accept": "application/json"}
    response = at.anyone.get(door("verify", at.code), headers=headers)
    return f"{response.status_code} {response.json()['state']}"


def credential(at):
    """For whoever has the token of the QR code."""
    address = door("credential", at.code, "fi")
    return status(at.anyone.get(address, {"k": name_token(at.row.code)}))


def status_lists(at):
    """The bits of revocation and of suspension."""
    return "".join(str(_bit(at, purpose)) for purpose in ("revocation", "suspension"))


def _bit(at, purpose):
    number = getattr(at.row, f"{purpose}_list")
    index = getattr(at.row, f"{purpose}_index")
    document = at.anyone.get(door("status_list", purpose, number)).content
    told = json.loads(document)["credentialSubject"]["encodedList"]
    packed = told.removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return bits[index // 8] >> (7 - index % 8) & 1


def partner_download(at):
    args = [at.slug, at.code, "fi"]
    return status(at.member.get(door("partner_download", *args)))


def api_file(at):
    return status(at.anyone.get(door("api_file", at.code, "fi"), headers=at.system))


# By the name of the address; what follows a space tells forms of one apart.
DOORS = {
    "verify": verify,
    "verify json": verify_json,
    "credential": credential,
    "status_list": status_lists,
    "check_file": check_file,
    "mine": mine,
    "download": own("download", "fi"),
    "export badge": own("export", "fi", "badge.svg"),
    "export picture": own("export", "fi", "badge.png"),
    "export credential": own("export", "fi", "credential.json"),
    "export europass": own("export", "fi", "europass-unsigned.json"),
    "withdraw": own("withdraw"),
    "partner_list": partner_list,
    "partner_download": partner_download,
    "partner_csv": partner_csv,
    "partner_xlsx": partner_xlsx,
    "partner_zip": partner_zip,
    "api_list": api_list,
    "api_file": api_file,
    "api_manifest": api_manifest,
    "api_changes": api_changes,
}
# Why an address has no row: it serves nothing of one certificate.
NOTHING_OF_ONE = {
    "check_short": "leads to the page for codes",
    "check": "leads to the page of the code",
    "did": "our keys",
    "jwks": "our keys",
    "stop_sharing": "ends a grant",
    "partner_home": "leads to the list",
    "partner_changes": "the same lines as api_changes",
    "partner_members": "people of the partner",
    "partner_member_end": "people of the partner",
    "accept_invitation": "people of the partner",
}
