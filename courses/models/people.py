"""Who learns together and who coaches them."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.printing import validate_printable
from courses.enums import CohortKind, EnrolmentKind, EnrolmentState, Stage
from courses.models.course import Course
from courses.querysets import (
    CohortCoachQuerySet,
    CohortQuerySet,
    EnrolmentQuerySet,
    TeamMembershipQuerySet,
    TeamQuerySet,
)

#: Letters that are told apart when read aloud or copied by hand.
JOIN_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_join_code() -> str:
    return "".join(secrets.choice(JOIN_ALPHABET) for _ in range(8))


class Cohort(models.Model):
    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        related_name="cohorts",
        verbose_name=_("course"),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=8, choices=CohortKind, default=CohortKind.DATED
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    enrolment_opens_at = models.DateTimeField(
        _("enrolment opens"), null=True, blank=True
    )
    enrolment_closes_at = models.DateTimeField(
        _("enrolment closes"), null=True, blank=True
    )
    partner = models.ForeignKey(
        "valmentamo_certificates.PartnerOrganisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    second_reading_one_in = models.PositiveSmallIntegerField(
        _("second reading of one answer in"),
        default=0,
        help_text=_(
            "5 lets about one decided answer in five be read by another coach as well, "
            "chosen by chance. 0 chooses none. The learner's result never changes."
        ),
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ("-starts_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="courses_cohort_ends_after_it_starts",
                violation_error_message=_("The cohort ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CohortCoach(models.Model):
    """A person who coaches a cohort, from one day to another."""

    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.CASCADE,
        related_name="coaches",
        verbose_name=_("cohort"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    absent_from = models.DateField(_("away from"), null=True, blank=True)
    absent_until = models.DateField(_("away until"), null=True, blank=True)
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("substitute"),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)

    objects = CohortCoachQuerySet.as_manager()

    class Meta:
        verbose_name = _("coach of a cohort")
        verbose_name_plural = _("coaches of cohorts")
        constraints = [
            models.UniqueConstraint(
                "cohort", "user", name="courses_coach_once_a_cohort"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.cohort}"


class Enrolment(models.Model):
    """A person in a cohort. `pseudonym` stands for the person after erasure."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("cohort"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    pseudonym = models.CharField(max_length=40, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=EnrolmentKind,
        default=EnrolmentKind.PARTICIPANT,
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=EnrolmentState,
        default=EnrolmentState.ACTIVE,
    )
    enrolled_at = models.DateTimeField(_("enrolled at"))
    # What the certificate says is confirmed by the person, not taken from the account.
    printed_name = models.CharField(
        _("name on the certificate"), max_length=120, blank=True
    )
    certificate_languages = models.JSONField(
        _("languages of the certificate"), default=list, blank=True
    )
    names_innovation = models.BooleanField(
        _("name the innovation on the certificate"), default=False
    )
    details_confirmed_at = models.DateTimeField(null=True, blank=True)
    # Whom the person lets see the certificate, since when and in which words.
    consent_partner = models.ForeignKey(
        "valmentamo_certificates.PartnerOrganisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner that may see the certificate"),
    )
    partner_consent_at = models.DateTimeField(null=True, blank=True)
    partner_consent_text = models.TextField(blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                "cohort", "user", name="courses_person_once_a_cohort"
            )
        ]


class Team(models.Model):
    """One innovation and the people who work on it; a person may be a team of one."""

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        related_name="teams",
        verbose_name=_("cohort"),
    )
    name = models.CharField(_("name of the team"), max_length=80)
    stage = models.CharField(
        _("stage of the innovation"), max_length=8, choices=Stage, default=Stage.IDEA
    )
    language = models.CharField(_("working language"), max_length=8, default="fi")
    organisation = models.CharField(
        _("organisation"), max_length=160, blank=True, validators=[validate_printable]
    )
    partner = models.ForeignKey(
        "valmentamo_certificates.PartnerOrganisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    join_code = models.CharField(
        _("joining code"), max_length=12, unique=True, default=new_join_code
    )
    created_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """Belonging to a team from one moment to another; history is kept."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="memberships"
    )
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = TeamMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "enrolment",
                condition=Q(left_at__isnull=True),
                name="courses_one_team_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="courses_membership_ends_after_it_starts",
            ),
        ]
