"""Questions about certificates, partners, grants and jobs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from valmentamo.guarding import FrozenQuerySet

from .enums import (
    Basis,
    JobState,
    KeyPurpose,
    ListPurpose,
    PageState,
    Role,
    State,
    Status,
)

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from .models import PartnerOrganisation

    Person = AbstractBaseUser | AnonymousUser

# A job whose worker died is taken up again after this long.
LEASE = timedelta(minutes=3)


class TemplateVersionQuerySet(FrozenQuerySet[Any]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def drafts(self) -> Self:
        return self.filter(published_at=None)


class PartnerQuerySet(models.QuerySet[Any]):
    def for_member(self, user: Person) -> Self:
        """Partners that this person acts for now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__ended_at=None)


class MembershipQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        return self.filter(ended_at=None, user__isnull=False)


class InvitationQuerySet(models.QuerySet[Any]):
    def open(self, at: datetime) -> Self:
        """Not accepted, and sent by somebody who may still send one: a manager who was
        put out does not come back through a door that they left open."""
        from .models import Membership

        sender = Membership.objects.filter(
            partner=OuterRef("partner"), user=OuterRef("invited_by")
        )
        gone = sender.filter(Q(ended_at__isnull=False) | ~Q(role=Role.MANAGER))
        return self.filter(~Exists(gone), accepted_at=None, expires_at__gt=at)


class ApiTokenQuerySet(models.QuerySet[Any]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)


class GrantQuerySet(FrozenQuerySet[Any]):
    def in_force(self, at: datetime) -> Self:
        open_ended = Q(until=None) | Q(until__gt=at)
        return self.filter(open_ended, withdrawn_at=None, given_at__lte=at)

    def by_consent(self) -> Self:
        return self.filter(basis=Basis.CONSENT)

    def by_task(self) -> Self:
        return self.filter(basis=Basis.PUBLIC_TASK)


class CertificateQuerySet(FrozenQuerySet[Any]):
    def ready(self) -> Self:
        return self.filter(state=State.READY)

    def pending(self) -> Self:
        return self.filter(state=State.PENDING)

    def refused(self) -> Self:
        return self.filter(state=State.REFUSED)

    def in_force(self, at: datetime) -> Self:
        """Ready, not closed by an event and not expired."""
        unexpired = Q(valid_until=None) | Q(valid_until__gt=at)
        return self.ready().filter(unexpired, status=Status.IN_FORCE)

    def visible_to(self, user: Person) -> Self:
        """A holder sees the own certificates, whatever their state."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipient=user).exclude(status=Status.ERASED)

    def shared_with(self, partner: PartnerOrganisation, at: datetime) -> Self:
        """Ready certificates for which the partner has a grant in force."""
        from .models import PartnerGrant

        grants = PartnerGrant.objects.in_force(at).filter(
            partner=partner, certificate=OuterRef("pk")
        )
        hidden = [Status.WITHDRAWN, Status.ERASED]
        return self.ready().filter(Exists(grants)).exclude(status__in=hidden)

    def with_what_the_public_sees(self) -> Self:
        """The columns of the public page and its JSON: of the some forty texts of a
        template only one. Another that a site's own page reads costs a query."""
        return self.select_related("template_version").only(
            "code",
            "facts",
            "languages",
            "printed_name",
            "state",
            "status",
            "valid_until",
            *(f"{purpose.value}_list" for purpose in ListPurpose),
            *(f"{purpose.value}_index" for purpose in ListPurpose),
            "template_version__disclaimer",
            "template_version__languages",
        )

    def with_file_in(self, language: str) -> Self:
        from .models import CertificateFile

        files = CertificateFile.objects.filter(
            certificate=OuterRef("pk"), language=language
        )
        return self.filter(Exists(files))

    def on_page(self, page: PageState, at: datetime) -> Self:
        """Ready ones of which the public page says this: valid, expired or closed."""
        if page == PageState.EXPIRED:
            return self.filter(status=Status.IN_FORCE, valid_until__lte=at)
        if page == PageState.VALID:
            return self.in_force(at)
        return self.filter(status=Status(page.value))

    def closable(self) -> Self:
        """What can still be revoked: it was public, or will be."""
        return self.filter(status__in=[Status.IN_FORCE, Status.SUSPENDED]).exclude(
            state=State.REFUSED
        )

    def issued_between(self, first: date | None, last: date | None) -> Self:
        """Issued on these days, both of them included, in the site's time zone."""
        rows = self
        if first:
            rows = rows.filter(issued_at__date__gte=first)
        if last:
            rows = rows.filter(issued_at__date__lte=last)
        return rows

    def counted_by(self, group: str, at: datetime) -> list[dict[str, Any]]:
        """Rows of group, `issued`, `in_force`, `ended` and `revoked`, in one query.

        Counts what was public at some time. `group` is the name of a field or of an
        annotation; `ended` are expired, superseded, withdrawn and erased ones.
        """
        expired = Q(status=Status.IN_FORCE, valid_until__lte=at)
        gone = Q(status__in=[Status.SUPERSEDED, Status.WITHDRAWN, Status.ERASED])
        groups = self.ready().order_by().values(group).order_by(group)
        return list(
            groups.annotate(
                issued=Count("pk", distinct=True),
                ended=Count("pk", expired | gone, distinct=True),
                revoked=Count("pk", Q(status=Status.REVOKED), distinct=True),
            ).annotate(in_force=F("issued") - F("ended") - F("revoked"))
        )

    def with_shares(self, at: datetime) -> Self:
        """With `shares`: the grants in force, each with its partner."""
        from .models import PartnerGrant

        shown = PartnerGrant.objects.in_force(at).select_related("partner")
        return self.prefetch_related(Prefetch("grants", shown, to_attr="shares"))


class IssueBatchQuerySet(models.QuerySet[Any]):
    def with_progress(self) -> Self:
        """With `written`, `ready` and `refused`: how far the certificates have come."""
        return self.annotate(
            written=Count("certificates"),
            ready=Count("certificates", Q(certificates__state=State.READY)),
            refused=Count("certificates", Q(certificates__state=State.REFUSED)),
        )


class IssueJobQuerySet(models.QuerySet[Any]):
    def due(self, at: datetime) -> Self:
        """Waiting jobs whose time has come, and jobs that their worker left behind."""
        waiting = Q(state=JobState.WAITING, next_attempt_at__lte=at)
        left_behind = Q(state=JobState.WORKING, started_at__lte=at - LEASE)
        return self.filter(waiting | left_behind)

    def stopped(self) -> Self:
        return self.filter(state=JobState.STOPPED)


class PublicKeyQuerySet(models.QuerySet[Any]):
    def for_purpose(self, purpose: KeyPurpose) -> Self:
        return self.filter(purpose=purpose)

    def in_use(self) -> Self:
        return self.filter(retired_at=None, compromised_at=None)
