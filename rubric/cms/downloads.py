"""Files that go out: what each format leaves out is shown before a download."""

from importlib.util import find_spec
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from rubric.cms.frame import VersionScreen
from rubric.exceptions import FormatNotInstalled
from rubric.interchange import formats
from rubric.interchange.formats import FORMATS, Format
from rubric.languages import language_label
from rubric.permissions import can_see_rubrics
from rubric.services.exporting import SCHEMA_FILE, File, export_version
from valmentamo.pdf.exceptions import MissingGlyphs, PdfError

EXPORT, DOWNLOAD = "valmentamo_rubric_export", "valmentamo_rubric_download"
SCHEMA = "valmentamo_rubric_schema"
#: What a format needs beyond what the rubric itself does.
LIBRARIES = {formats.XLSX: "openpyxl", formats.PDF: "weasyprint"}


class Card(NamedTuple):
    """One format on the export page."""

    name: str
    format: Format
    url: str
    is_installed: bool


class ExportPage(VersionScreen, TemplateView):
    page_title = gettext_lazy("Export")
    template_name = "valmentamo_rubric/cms/export.html"
    url_name = EXPORT

    def allows(self, user: Any) -> bool:
        return can_see_rubrics(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = [(code, language_label(code)) for code in self.version.languages]
        return super().get_context_data(**kwargs) | {
            "version": self.version,
            "languages": languages,
            "cards": [self._card(name) for name in FORMATS],
        }

    def _card(self, name: str) -> Card:
        library = LIBRARIES.get(name)
        return Card(
            name,
            FORMATS[name],
            reverse(DOWNLOAD, args=[self.version.uuid, name]),
            library is None or find_spec(library) is not None,
        )


class Download(VersionScreen, TemplateView):
    """The file itself, or the page that says why there is none."""

    page_title = gettext_lazy("Export")
    template_name = "valmentamo_rubric/cms/export_refused.html"
    url_name = DOWNLOAD

    def allows(self, user: Any) -> bool:
        return can_see_rubrics(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, language = kwargs["file_format"], request.GET.get("language", "")
        if name not in FORMATS or (language and language not in self.version.languages):
            raise Http404
        try:
            file = export_version(
                version=self.version, file_format=name, language=language
            )
        except (FormatNotInstalled, PdfError) as refusal:
            return self._refused(refusal)
        return attachment(file)

    def _refused(self, refusal: Exception) -> HttpResponse:
        message = str(refusal)
        if isinstance(refusal, MissingGlyphs):
            message = _("No font can draw: %(characters)s") % {
                "characters": " ".join(refusal.characters)
            }
        context = self.get_context_data(
            message=message or _("The file could not be made."),
            back=reverse(EXPORT, args=[self.version.uuid]),
        )
        return self.render_to_response(context, status=422)


def attachment(file: File) -> HttpResponse:
    """Saved, never opened inside the CMS."""
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


class Schema(View):
    """The JSON Schema of our own format."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not can_see_rubrics(request.user):
            raise PermissionDenied
        data = SCHEMA_FILE.read_bytes()
        return attachment(File(SCHEMA_FILE.name, "application/schema+json", data))


urlpatterns = [
    path("schema/", Schema.as_view(), name=SCHEMA),
    path("<uuid:uuid>/export/", ExportPage.as_view(), name=EXPORT),
    path("<uuid:uuid>/export/<slug:file_format>/", Download.as_view(), name=DOWNLOAD),
]
