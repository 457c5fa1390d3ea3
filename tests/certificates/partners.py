"""Two partners and everybody who might knock at their doors."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from certificates.enums import Basis, Role, Scope
from certificates.services.sharing import GrantTerms
from certificates.services.tokens import make_token
from tests.certificates.factories import (
    MembershipFactory,
    PartnerFactory,
    UserFactory,
    ready,
)

DAY = timedelta(days=1)


class PartnerCast:
    """`row` is shared with `partner`, `foreign` with `other_partner`."""

    def __init__(self):
        self.partner, self.other_partner = PartnerFactory(), PartnerFactory()
        self.holder, self.learner = UserFactory(), UserFactory()
        self.member = MembershipFactory(partner=self.partner).user
        self.manager = MembershipFactory(partner=self.partner, role=Role.MANAGER).user
        self.stranger = MembershipFactory(
            partner=self.other_partner, role=Role.MANAGER
        ).user
        self.former = MembershipFactory(
            partner=self.partner, role=Role.MANAGER, ended_at=timezone.now() - DAY
        ).user
        self.row = self.shared(recipient=self.holder)
        self.foreign = self.shared(partner=self.other_partner)

    def terms(self, partner=None, **changes):
        values = {"basis": Basis.CONSENT, "purpose": "Työnantajalle."} | changes
        return GrantTerms(partner=partner or self.partner, **values)

    def shared(self, *, partner=None, **changes):
        values = {"grants": [self.terms(partner)], "at": timezone.now() - 2 * DAY}
        return ready(**values | changes)

    def token(self, *scopes, partner=None, days=30):
        _row, text = make_token(
            partner=partner or self.partner,
            name="Järjestelmä",
            scopes=scopes or tuple(Scope),
            expires_at=timezone.now() + days * DAY,
        )
        return text


def door(name, *args):
    return reverse(f"valmentamo_certificates:{name}", args=args)


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def body(response):
    return b"".join(response.streaming_content)
