"""The real PDF of a template beside its form, drawn with the facts of nobody."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from i18nfield.fields import I18nFieldMixin

from valmentamo.pdf.exceptions import MissingGlyphs, PdfError

from .. import pictures
from ..exceptions import CertificatesError, DoesNotFit
from ..models import CertificateTemplateVersion
from ..rendering import draw_certificate
from ..samples import sample_certificate
from ..services.limiting import count_miss, is_over_limit
from ..template_forms import VersionForm
from ..texts import language_name
from ..views.headers import unlisted

#: In ten minutes and for one person.
MOST = 60
RIGHTS = ("add", "change")


@method_decorator(unlisted, name="dispatch")
@method_decorator(xframe_options_sameorigin, name="dispatch")
class Preview(View):
    """GET draws what is saved; POST draws what is typed, and saves none of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        model = "certificatetemplateversion"
        if not any(
            user.has_perm(f"valmentamo_certificates.{r}_{model}") for r in RIGHTS
        ):
            raise PermissionDenied
        if self._is_too_often():
            told = _("You have looked at many previews. Wait ten minutes.")
            return self._tell([told], status=429)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(CertificateTemplateVersion, pk=pk)
        return self._draw(version, request.GET, {})

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        drafts = CertificateTemplateVersion.objects.drafts()
        instance = get_object_or_404(drafts, pk=pk) if pk else None
        form = VersionForm(request.POST, request.FILES, instance=instance)
        if not form.is_valid():
            return self._tell(list(problems_of(form)), status=422)
        return self._draw(form.draft(), request.POST, form.pictures())

    def _draw(
        self, version: CertificateTemplateVersion, query: Any, chosen: dict[str, Any]
    ) -> HttpResponse:
        language = query.get("preview", get_language())
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGES[0][0]
        if gaps := list(_gaps(version, language)):
            return self._tell(gaps, status=422)
        row = sample_certificate(version, language, with_levels="levels" in query)
        try:
            data = draw_certificate(row, language, read=_reader(chosen))
        except (CertificatesError, PdfError) as refusal:
            return self._tell([_why(refusal)], status=422)
        response = HttpResponse(data, content_type="application/pdf")
        response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
        return response

    def _is_too_often(self) -> bool:
        client, now = f"preview:{self.request.user.pk}", timezone.now()
        if is_over_limit(client=client, at=now, most=MOST):
            return True
        count_miss(client=client, at=now)
        return False

    def _tell(self, problems: list[Any], *, status: int) -> HttpResponse:
        return TemplateResponse(
            self.request,
            "valmentamo_certificates/wagtailadmin/preview_refused.html",
            {"problems": problems},
            status=status,
        ).render()


def problems_of(form: VersionForm) -> Any:
    """Every fault of the form as one line, with the name of its field before it."""
    yield from _faults(form)
    for rows in (form.signatories, form.logos):
        yield from rows.non_form_errors()
        for row in rows.forms:
            yield from _faults(row)


def _faults(form: Any) -> Any:
    for name, errors in form.errors.items():
        label = f"{form[name].label}: " if name in form.fields else ""
        yield from (f"{label}{error}" for error in errors)


def _gaps(version: CertificateTemplateVersion, language: str) -> Any:
    for field in version._meta.fields:
        if isinstance(field, I18nFieldMixin):
            data = getattr(version, field.name).data
            if isinstance(data, dict) and not data.get(language):
                yield _("%(field)s is missing in %(language)s.") % {
                    "field": str(field.verbose_name),
                    "language": language_name(language),
                }


def _reader(chosen: dict[str, Any]) -> Any:
    def read(sha256: str) -> bytes:
        return chosen[sha256].data if sha256 in chosen else pictures.read(sha256)

    return read


def _why(refusal: Exception) -> str:
    match refusal:
        case MissingGlyphs():
            return _("These characters can't be printed: %(characters)s") % {
                "characters": " ".join(refusal.characters)
            }
        case DoesNotFit():
            return _("The texts do not fit on one page. Shorten the titles.")
    return _("The preview could not be drawn. Save the draft and try again.")
