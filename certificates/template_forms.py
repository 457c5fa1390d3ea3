"""The form of a template version with its signatories and logos; needs no CMS."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import (
    I18nFormField,
    I18nModelForm,
    I18nTextarea,
    I18nTextInput,
    I18nWidget,
)

from .exceptions import PictureRefused
from .models import CertificateTemplateVersion, TemplateLogo, TemplateSignatory
from .models.template import TemplateTexts
from .models.template_rows import MAX_LOGOS, MAX_SIGNATORIES, PicturedRow
from .pictures import MOST_BYTES, Picture, plain_picture
from .placeholders import NAMES
from .services.templates import save_draft

#: The statement of EU funding is the official one: nobody types it.
TEXTS = [f.name for f in TemplateTexts._meta.get_fields() if f.name != "eu_statement"]
LOOK = ["template", "issuer", "layout", "accent", "little_ink", "co_funded"]
SENTENCES = ["title", "body", "body_with_innovation", "disclaimer", "seal_note"]
WORDS = [name for name in TEXTS if name not in SENTENCES]
LONG = {"body", "body_with_innovation", "disclaimer", "seal_note"}


class SideBySide(I18nWidget):
    """One text in all its languages, each with its own label and no second one in it."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> Any:
        attrs = {"placeholder": ""} | (attrs or {})
        return super().render(name, value, attrs, renderer)

    def format_output(self, rendered_widgets: list[str], id_: str) -> str:
        cells = [
            (f"{id_}_{n}", get_language_info(language)["name_local"], language, widget)
            for n, (language, widget) in enumerate(
                zip(self.locales, rendered_widgets, strict=True)
            )
        ]
        return format_html(
            '<div class="vc-langs">{}</div>',
            format_html_join(
                "",
                '<div class="vc-lang"><label for="{}" lang="{}">{}</label>{}</div>',
                ((cell, lang, name, widget) for cell, name, lang, widget in cells),
            ),
        )


class Line(SideBySide, I18nTextInput):
    pass


class Lines(SideBySide, I18nTextarea):
    pass


def _set_widgets(form: forms.BaseForm) -> None:
    for name, field in form.fields.items():
        if isinstance(field, I18nFormField):
            kind = Lines if name in LONG else Line
            attrs = {"rows": "3"} if name in LONG else {}
            field.widget = kind(locales=field.locales, field=field, attrs=attrs)


class PictureForm(I18nModelForm):
    """A row whose picture is uploaded, kept or taken away."""

    upload = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 2 MB, on a white or clear ground."),
    )

    instance: PicturedRow

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_widgets(self)
        self.picture: Picture | None = None

    def has_changed(self) -> bool:
        """An empty place has a number all the same; that does not fill it."""
        return bool(set(self.changed_data) - {"sort_order"})

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                self.picture = plain_picture(upload.read(MOST_BYTES + 1))
            except PictureRefused as refusal:
                raise ValidationError(str(refusal), code="picture") from refusal
        return upload

    def _post_clean(self) -> None:
        if picture := self.picture:
            self.instance.picture = picture.sha256
            self.instance.picture_width = picture.width
            self.instance.picture_height = picture.height
        elif self.cleaned_data.get("no_picture"):
            self.instance.picture = ""
            self.instance.picture_width = self.instance.picture_height = 0
        super()._post_clean()  # type: ignore[misc]


class SignatoryForm(PictureForm):
    no_picture = forms.BooleanField(
        label=_("Take the signature picture away"), required=False
    )

    class Meta:
        model = TemplateSignatory
        fields = ["sort_order", "name", "title"]


class LogoForm(PictureForm):
    class Meta:
        model = TemplateLogo
        fields = ["sort_order", "name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.picture and not self.instance.picture and not self.errors:
            self.add_error("upload", _("Choose the picture of the logo."))
        return data


class Rows(BaseInlineFormSet[Any, Any, Any]):
    """Every place there may be is on the page, so that no script is needed to add one."""

    def add_fields(self, form: forms.ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        order = form.fields["sort_order"]
        order.required = False
        if not form.instance.pk:
            order.initial = (index or 0) + 1

    def rows(self) -> list[Any]:
        """What was filled in and not taken away, in its order."""
        kept = [
            form
            for form in self.forms
            if form.instance.pk or form.has_changed()
            if not form.cleaned_data.get("DELETE")
        ]
        for form in kept:
            form.instance.sort_order = form.cleaned_data.get("sort_order") or 0
        return sorted((form.instance for form in kept), key=lambda r: r.sort_order)

    def pictures(self) -> Iterator[Picture]:
        yield from (form.picture for form in self.forms if form.picture)


def _rows(model: type[Any], form: type[PictureForm], most: int) -> Any:
    return inlineformset_factory(
        CertificateTemplateVersion,
        model,
        form=form,
        formset=Rows,
        extra=most,
        max_num=most,
        validate_max=True,
    )


SignatoryRows = _rows(TemplateSignatory, SignatoryForm, MAX_SIGNATORIES)
LogoRows = _rows(TemplateLogo, LogoForm, MAX_LOGOS)


class VersionForm(I18nModelForm):
    """Everything that a draft says and shows, saved at once."""

    class Meta:
        model = CertificateTemplateVersion
        fields = [*LOOK, *TEXTS]
        widgets = {"accent": forms.TextInput({"type": "color"})}

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        _set_widgets(self)
        names = ", ".join(f"{{{name}}}" for name in NAMES)
        for name in ("body", "body_with_innovation"):
            self.fields[name].help_text = _("You may use %(names)s.") % {"names": names}
        self.fields["accent"].help_text = _(
            "At least 4.5 : 1 on paper, so that the headings can be read."
        )
        rows = {"instance": self.instance}
        self.signatories = SignatoryRows(data, files, prefix="signatories", **rows)
        self.logos = LogoRows(data, files, prefix="logos", **rows)

    # ---- how they stand on the page ----
    def look(self) -> list[forms.BoundField]:
        return [self[name] for name in LOOK]

    def sentences(self) -> list[forms.BoundField]:
        return [self[name] for name in SENTENCES]

    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in WORDS]

    @property
    def has_word_errors(self) -> bool:
        return any(self[name].errors for name in WORDS)

    # ---- what a form does ----
    def is_multipart(self) -> bool:
        return True

    def is_valid(self) -> bool:
        valid = [super().is_valid(), self.signatories.is_valid(), self.logos.is_valid()]
        return all(valid)

    def draft(self) -> CertificateTemplateVersion:
        """The version as it is typed, with its rows, none of it saved."""
        version: CertificateTemplateVersion = super().save(commit=False)
        version.signatories.set(self.signatories.rows())
        version.logos.set(self.logos.rows())
        return version

    def pictures(self) -> dict[str, Picture]:
        """The pictures that were chosen now, by their name in storage."""
        chosen = [*self.signatories.pictures(), *self.logos.pictures()]
        return {picture.sha256: picture for picture in chosen}

    def save(self, commit: bool = True) -> CertificateTemplateVersion:
        version = self.draft()
        if commit:
            save_draft(version=version, pictures=self.pictures().values())
        return version
