"""A version as a learner, as an assessor and as paper shows it, as it was last saved."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.widgets.button import HeaderButton

from rubric.cms.buttons import address
from rubric.cms.frame import VersionScreen
from rubric.enums import AssessmentKind, VersionState
from rubric.languages import language_label
from rubric.models import RubricVersion
from rubric.permissions import can_edit_rubrics, can_see_rubrics
from rubric.presenting import share_version
from rubric.printing import rubric_html

PREVIEW = "valmentamo_rubric_preview"
PAGE = "valmentamo_rubric_preview_page"
STYLE = "valmentamo_rubric_preview_style"
FOLDER = "valmentamo_rubric/cms"


class Way(NamedTuple):
    """One way to see a version, and whose criteria it shows."""

    label: str | Promise
    kind: str = ""


WAYS = {
    "learner": Way(_("As learner"), AssessmentKind.SELF),
    "assessor": Way(_("As assessor"), AssessmentKind.COACH),
    "print": Way(_("As printed page")),
}


class PreviewScreen(VersionScreen, View):
    """What all previews need: the version, the way and the language."""

    def allows(self, user: Any) -> bool:
        return can_see_rubrics(user)

    def get_queryset(self) -> Any:
        return RubricVersion.objects.with_structure()

    @property
    def way(self) -> str:
        way = self.request.GET.get("as", "learner")
        if way not in WAYS:
            raise Http404("No such preview")
        return way

    @property
    def language(self) -> str:
        languages = self.version.languages or ["en"]
        language: str = self.request.GET.get("language", languages[0])
        if language not in languages:
            raise Http404("The version has no such language")
        return language


class Preview(PreviewScreen):
    """The frame in the CMS, with the ways and the languages to choose from."""

    page_title = _("Preview")
    template_name = f"{FOLDER}/preview.html"
    url_name = PREVIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = reverse(PAGE, args=[self.version.uuid])
        context = self.get_context_data(
            ways={name: way.label for name, way in WAYS.items()},
            way=self.way,
            language=self.language,
            languages={code: language_label(code) for code in self.version.languages},
            page_url=f"{page}?as={self.way}&language={self.language}",
        )
        return self.render_to_response(context)

    @property
    def header_buttons(self) -> list[HeaderButton]:  # type: ignore[override]
        draft = self.version.state == VersionState.DRAFT
        if not (draft and can_edit_rubrics(self.request.user)):
            return []
        url = address("valmentamo_rubric_edit", self.version.uuid)
        return [HeaderButton(_("Edit"), url=url, icon_name="edit")]


class PreviewPage(PreviewScreen):
    """The page inside the frame; it can be opened and printed by itself."""

    url_name = PAGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.way == "print":
            return HttpResponse(self.printed())
        criteria = list(self.version.criteria.for_kind(WAYS[self.way].kind))
        asked = {criterion.pk for criterion in criteria}
        criteria = [c for c in self.version.criteria.all() if c.pk in asked]
        share_version(criteria, self.version)
        context = {
            "version": self.version,
            "criteria": criteria,
            "way": self.way,
            "language": self.language,
        }
        with override(self.language):
            return render(request, f"{FOLDER}/preview_{self.way}.html", context)

    def printed(self) -> str:
        """The document that becomes the PDF, with its sheet and one for the screen."""
        links = format_html(
            '<meta name="viewport" content="width=device-width">'
            '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}"></head>',
            reverse(STYLE),
            static("valmentamo_rubric/cms/preview_print.css"),
        )
        html = rubric_html(self.version, self.language)
        return html.replace("</head>", links, 1)


def style(request: HttpRequest) -> HttpResponse:
    """The sheet of the printed document, as the PDF has it."""
    sheet = render_to_string("valmentamo_rubric/document/rubric.css")
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


urlpatterns = [
    path("<uuid:uuid>/preview/", Preview.as_view(), name=PREVIEW),
    path(
        "<uuid:uuid>/preview/page/",
        xframe_options_sameorigin(PreviewPage.as_view()),
        name=PAGE,
    ),
    path("preview.css", style, name=STYLE),
]
