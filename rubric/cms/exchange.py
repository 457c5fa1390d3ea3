"""A file that is read in becomes a draft, or a list of faults with their places."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.log_actions import log

from rubric.cms import downloads
from rubric.cms.changes import gates
from rubric.cms.downloads import SCHEMA
from rubric.cms.frame import INDEX, Screen, VersionScreen
from rubric.content import Fault, faults_of
from rubric.exceptions import DraftExists, FaultyRubric, RubricError
from rubric.interchange.formats import FORMATS
from rubric.interchange.limits import KILOBYTE, MOST_BYTES
from rubric.languages import language_label
from rubric.models import Rubric, RubricVersion
from rubric.permissions import can_add_rubrics
from rubric.services.drafting import content_of
from rubric.services.importing import import_draft

EDIT = "valmentamo_rubric_edit"
IMPORT, IMPORTED = "valmentamo_rubric_import", "valmentamo_rubric_imported"
MOST_FAULTS = 200


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Excel workbook, JSON or YAML of our own, 1EdTech CASE, or Canvas CSV."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json,.yaml,.yml,.csv"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    file_format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"),
        required=False,
        help_text=gettext_lazy("Asked for CASE and Canvas, which hold one language."),
    )
    rubric = forms.ModelChoiceField(
        Rubric.objects.all(),
        label=gettext_lazy("Rubric"),
        required=False,
        empty_label=gettext_lazy("The one that the file names, or a new one"),
        help_text=gettext_lazy(
            "What the file can't say, such as other languages and rules, stays as in "
            "the last version of the rubric."
        ),
    )
    pick = forms.CharField(
        label=gettext_lazy("Title in the file"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only when the file holds several rubrics."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, kind.label) for name, kind in FORMATS.items() if kind.reads]
        found = [("", _("Find out from the file")), *kinds]
        self.fields["file_format"].choices = found  # type: ignore[attr-defined]
        codes = [code for code, _name in settings.LANGUAGES]
        names = [(code, language_label(code)) for code in codes]
        self.fields["language"].choices = names  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """Too large a file is refused before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(size)d kB.")
                % {"size": MOST_BYTES // KILOBYTE}
            )
        return file


class ImportPage(Screen, FormView[ImportForm]):
    page_title = gettext_lazy("Import a rubric")
    header_icon = "upload"
    template_name = "valmentamo_rubric/cms/import.html"
    form_class = ImportForm
    faults: tuple[Fault, ...] = ()

    def allows(self, user: Any) -> bool:
        return can_add_rubrics(user)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            version = import_draft(
                data=given["file"].read(),
                file_format=given["file_format"],
                language=given["language"],
                rubric=given["rubric"],
                pick=given["pick"].strip(),
                by=self.request.user,
            )
        except FaultyRubric as refusal:
            self.faults = tuple(refusal.faults)
        except DraftExists as refusal:
            form.add_error(
                "rubric",
                _(
                    "%(rubric)s has a draft or a version in review. Publish it or throw "
                    "it away first."
                )
                % {"rubric": refusal},
            )
        except RubricError as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=version, action="wagtail.create")
            return redirect(IMPORTED, version.uuid)
        return self.form_invalid(form)

    def form_invalid(self, form: ImportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = len(self.faults)
        head = ngettext(
            "%(count)d fault; nothing was written.",
            "%(count)d faults; nothing was written.",
            count,
        ) % {"count": count}
        return super().get_context_data(**kwargs) | {
            "faults": self.faults[:MOST_FAULTS],
            "faults_head": head if count else "",
            "readable": [kind for kind in FORMATS.values() if kind.reads],
            "back": reverse(INDEX),
            "schema": reverse(SCHEMA),
        }


class ImportedPage(VersionScreen, TemplateView):
    """The draft that came of a file, and what it lacks."""

    page_title = gettext_lazy("Draft made")
    template_name = "valmentamo_rubric/cms/imported.html"
    url_name = IMPORTED

    def allows(self, user: Any) -> bool:
        return can_add_rubrics(user)

    def get_queryset(self) -> Any:
        return RubricVersion.objects.with_structure()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = content_of(self.version)
        missing = list(gates(faults_of(content), content))
        return super().get_context_data(**kwargs) | {
            "version": self.version,
            "criteria": len(self.version.criteria.all()),
            "missing": missing[:MOST_FAULTS],
            "missing_count": len(missing),
            "edit": reverse(EDIT, args=[self.version.uuid]),
        }


urlpatterns = [
    path("import/", ImportPage.as_view(), name=IMPORT),
    path("<uuid:uuid>/imported/", ImportedPage.as_view(), name=IMPORTED),
    *downloads.urlpatterns,
]
