"""The page that shows what a new version changes and for whom, and publishes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log

from rubric.cms.buttons import address
from rubric.cms.changes import gates, told
from rubric.cms.crosswalk_form import (
    SPARE,
    BaseCrosswalkFormSet,
    crosswalk_formset,
)
from rubric.cms.frame import VersionScreen
from rubric.cms.steps import STEPS, History
from rubric.cms.touched import touched
from rubric.content import RubricContent, faults_of
from rubric.crosswalking import propose
from rubric.enums import OPEN_STATES
from rubric.exceptions import (
    FaultyCrosswalk,
    FaultyRubric,
    RubricError,
    SecondPersonNeeded,
    VersionConflict,
)
from rubric.models import RubricVersion
from rubric.permissions import can_edit_rubrics, can_publish_rubrics
from rubric.services.carrying import sample_needs
from rubric.services.drafting import content_of
from rubric.services.linking import predecessor_of
from rubric.services.publishing import needs_another, publish_version

PUBLISH = "valmentamo_rubric.publish_rubricversion"
MOST_NAMES = 10


class Publish(VersionScreen, TemplateView):
    """GET shows; POST publishes what was shown, told by the version's revision."""

    url_name = "valmentamo_rubric_publish"
    template_name = "valmentamo_rubric/cms/publish.html"
    page_title = gettext_lazy("Publish")
    problems: list[str]

    def allows(self, user: Any) -> bool:
        return can_publish_rubrics(user) or can_edit_rubrics(user)

    def get_queryset(self) -> Any:
        return RubricVersion.objects.with_structure()

    def refuse(self) -> HttpResponse | None:
        self.problems = []
        if self.version.state in OPEN_STATES:
            return None
        return self.too_late()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_publish_rubrics(request.user):
            messages.error(request, _("You may not publish rubrics."))
            return self.again()
        if "more" in request.POST:
            return self.get(request)
        formset = self.formset
        if formset is not None and not formset.is_valid():
            self.problems = [_("Check the links that are marked.")]
            return self.get(request)
        return self.publish(formset)

    def publish(self, formset: BaseCrosswalkFormSet | None) -> HttpResponseBase:
        try:
            publish_version(
                version=self.version,
                by=self.request.user,
                links=formset.links() if formset else None,
                revision=_number(self.request.POST.get("revision")),
            )
        except FaultyCrosswalk as refusal:
            self.problems = [_("Check the links that are marked.")]
            if formset:
                self.problems += formset.show(refusal.faults)
            return self.get(self.request)
        except RubricError as refusal:
            messages.error(self.request, words_for(refusal))
            return self.again()
        log(self.version, "valmentamo_rubric.publish")
        messages.success(self.request, _("The version has been published."))
        self.tell_of_samples()
        return redirect(self.history_url())

    def tell_of_samples(self) -> None:
        needs = sample_needs(self.version)
        if needs.to_check:
            told = _(
                "Samples for practice wait until you have checked and saved them, "
                "because a criterion is worded anew: %(samples)s."
            )
            messages.warning(self.request, told % {"samples": listed(needs.to_check)})
        if needs.left:
            told = _(
                "Samples for practice were not carried over, because their levels don't "
                "go on as they were: %(samples)s."
            )
            messages.warning(self.request, told % {"samples": listed(needs.left)})

    def again(self) -> HttpResponse:
        return redirect(self.url_name, self.version.uuid)

    @cached_property
    def content(self) -> RubricContent:
        return content_of(self.version)

    @cached_property
    def before(self) -> RubricVersion | None:
        return predecessor_of(self.version)

    @cached_property
    def old(self) -> RubricContent | None:
        return content_of(self.before) if self.before else None

    @cached_property
    def formset(self) -> BaseCrosswalkFormSet | None:
        if self.old is None:
            return None
        links = propose(self.old, self.content)
        return crosswalk_formset(links, self.old, self.content, self.posted())

    def posted(self) -> Mapping[str, Any] | None:
        if self.request.method != "POST":
            return None
        data = self.request.POST.copy()
        if "more" in data:
            total = _number(data.get("links-TOTAL_FORMS")) or 0
            data["links-TOTAL_FORMS"] = str(total + SPARE)
        return data

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        faults = faults_of(self.content)
        another = needs_another(self.version, user)
        may = can_publish_rubrics(user) and not another
        return super().get_context_data(**kwargs) | {
            "before": self.before,
            "parts": told(self.old, self.content) if self.old else [],
            "gates": list(gates(faults, self.content)),
            "editor_url": address("valmentamo_rubric_edit", self.version.uuid),
            "formset": self.formset,
            "problems": self.problems,
            "may_publish": may,
            "is_publisher": can_publish_rubrics(user),
            "needs_another": another,
            "publishers": [] if may else self.publishers(),
            "can_go": may and not faults,
            **touched(self.version, self.old, self.content),
        }

    def publishers(self) -> list[str]:
        """Names of those who may publish it, as far as they can be asked for."""
        manager = get_user_model()._default_manager
        with_perm = getattr(manager, "with_perm", None)
        if with_perm is None:
            return []
        backend = "django.contrib.auth.backends.ModelBackend"
        people = with_perm(PUBLISH, backend=backend).exclude(pk=self.request.user.pk)
        return [str(person) for person in people.order_by("pk")[:MOST_NAMES]]


def listed(slugs: Sequence[str]) -> str:
    shown = ", ".join(slugs[:MOST_NAMES])
    return shown if len(slugs) <= MOST_NAMES else f"{shown} …"


def words_for(refusal: RubricError) -> str:
    match refusal:
        case VersionConflict():
            return _(
                "Nothing was published: somebody changed the version while you looked at "
                "it. Look at the changes again."
            )
        case SecondPersonNeeded():
            return _(
                "Nothing was published: you have written this version, so another person "
                "publishes it."
            )
        case FaultyRubric():
            return _("Nothing was published: the version is not complete.")
    return _("Nothing was published: the version is no longer a draft or in review.")


def _number(text: Any) -> int:
    """A revision that is no number matches none."""
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def publishing_urls() -> list[URLPattern]:
    screens: tuple[Any, ...] = (Publish, History, *STEPS)
    return [
        path(
            f"<uuid:uuid>/{screen.url_name.removeprefix('valmentamo_rubric_')}/",
            screen.as_view(),
            name=screen.url_name,
        )
        for screen in screens
    ]
