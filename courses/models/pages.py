"""Wagtail pages: the texts of a course, one tree for each language."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from certificates.printing import unprintable_fields
from courses.blocks import LessonBody, OutcomesBlock
from courses.models.course import Course, Exercise


class CopiesRows(Page):
    """A copy of such a page, or of one above it, gets language-neutral rows of its own."""

    class Meta:
        abstract = True

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        from courses.services.copying import give_own_rows

        page = super().copy(*args, **kwargs)
        give_own_rows(page=page, by=kwargs.get("user"))
        return page


class InsideCourse(Page):
    """A page for those who take part: it is in no map of the site for strangers."""

    class Meta:
        abstract = True

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []


class CourseIndexPage(CopiesRows):
    """The catalogue."""

    lead = models.TextField(_("lead"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, "lead"]
    subpage_types: ClassVar = ["valmentamo_courses.CoursePage"]
    template = "valmentamo_courses/course_index_page.html"

    class Meta:
        verbose_name = _("course catalogue")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        from courses.views.catalogue import index_context

        return super().get_context(request, *args, **kwargs) | index_context(
            self, request
        )


class CoursePage(CopiesRows):
    """A course in one language. The texts for the certificate are frozen at issue."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="pages", verbose_name=_("course")
    )
    summary = models.TextField(_("summary"))
    audience = models.TextField(_("audience"), blank=True)
    completion_text = models.TextField(_("how to complete the course"), blank=True)
    outcomes = StreamField(
        OutcomesBlock(), blank=True, verbose_name=_("learning outcomes")
    )
    participation_form = models.CharField(
        _("form of participation"), max_length=120, blank=True
    )
    assessment_form = models.CharField(_("assessment"), max_length=160, blank=True)
    framework_level = models.CharField(_("level"), max_length=120, blank=True)
    quality_assurance = models.CharField(
        _("quality assurance"), max_length=200, blank=True
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("course", read_only=True),
        "summary",
        "audience",
        "completion_text",
        MultiFieldPanel(
            [
                "outcomes",
                "participation_form",
                "assessment_form",
                "framework_level",
                "quality_assurance",
            ],
            heading=_("On the certificate"),
        ),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
    ]
    parent_page_types: ClassVar = ["valmentamo_courses.CourseIndexPage"]
    subpage_types: ClassVar = ["valmentamo_courses.ModulePage"]

    class Meta:
        verbose_name = _("course page")

    def clean(self) -> None:
        super().clean()
        if faults := unprintable_fields(self._printed()):
            raise ValidationError(faults)

    def _printed(self) -> dict[str, str]:
        """What the certificate takes from this page."""
        names = ("title", "participation_form", "assessment_form", "framework_level")
        texts = {name: getattr(self, name) for name in (*names, "quality_assurance")}
        return texts | {"outcomes": " ".join(str(b.value) for b in self.outcomes)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views.catalogue import course

        return course(request, self)


class ModulePage(CopiesRows, InsideCourse):
    hours = models.PositiveSmallIntegerField(_("hours of work"), default=0)
    outcomes = StreamField(
        OutcomesBlock(), blank=True, verbose_name=_("learning outcomes")
    )

    content_panels: ClassVar = [*Page.content_panels, "hours", "outcomes"]
    parent_page_types: ClassVar = ["valmentamo_courses.CoursePage"]
    subpage_types: ClassVar = [
        "valmentamo_courses.LessonPage",
        "valmentamo_courses.ExercisePage",
    ]

    class Meta:
        verbose_name = _("module")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views.lessons import module

        return module(request, self)


class LessonPage(InsideCourse):
    body = StreamField(LessonBody(), verbose_name=_("text"))

    content_panels: ClassVar = [*Page.content_panels, "body"]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["valmentamo_courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("lesson")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views.lessons import lesson

        return lesson(request, self)


class ExercisePage(CopiesRows, InsideCourse):
    """The prompt in one language; what is asked and how it counts is in `exercise`."""

    exercise = models.ForeignKey(
        Exercise,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("exercise"),
    )
    prompt = models.TextField(_("prompt"))
    tip = models.TextField(_("tip"), blank=True)
    focus = models.TextField(
        _("focus"),
        blank=True,
        help_text=_("What is rated here and what is rated elsewhere."),
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        HelpPanel(
            heading=_("What is asked and how it counts"),
            template="valmentamo_courses/cms/exercise_panel.html",
        ),
        "prompt",
        "tip",
        "focus",
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("prompt")]
    parent_page_types: ClassVar = ["valmentamo_courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("exercise page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from courses.views.workspace import exercise

        return exercise(request, self)
