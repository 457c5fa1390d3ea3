"""What staff type when they close a certificate or correct one that was refused."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput

from ..enums import Reason
from ..exceptions import UnprintableName
from ..facts import FactSet, from_json, texts_of
from ..models import Certificate, CertificateTemplateVersion
from ..naming import NO_NAME, printable_name
from ..printing import unprintable_texts, validate_printable

PLACES = {
    "course": gettext_lazy("Training"),
    "country": gettext_lazy("Country"),
    "innovation": gettext_lazy("Innovation"),
    "organiser": gettext_lazy("Organiser"),
    "learner_organisation": gettext_lazy("Participant's organisation"),
    "partner": gettext_lazy("Partner"),
    "participation_form": gettext_lazy("Form of participation"),
    "workload": gettext_lazy("Workload"),
    "assessment": gettext_lazy("Assessment"),
    "framework_level": gettext_lazy("Level"),
    "quality_assurance": gettext_lazy("Quality assurance"),
    "outcomes": gettext_lazy("Outcome"),
    "counts": gettext_lazy("Figure"),
    "levels": gettext_lazy("Criterion"),
    "scale": gettext_lazy("Level reached"),
}


class ReasonForm(forms.Form):
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=Reason.choices,
        help_text=gettext_lazy(
            "The reason is shown to everyone who checks the certificate."
        ),
    )


class CorrectionForm(forms.Form):
    """The name and the texts that can't be printed; every text when all of them can."""

    name = forms.CharField(label=gettext_lazy("Name on the certificate"), strip=False)

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = certificate.printed_name.removeprefix(NO_NAME)
        versions = {lang: from_json(data) for lang, data in certificate.facts.items()}
        is_faulty = any(unprintable_texts(facts) for facts in versions.values())
        is_faulty = is_faulty or not _is_printable(certificate.printed_name)
        for language, facts in versions.items():
            shown = unprintable_texts(facts) if is_faulty else texts_of(facts)
            for place in shown:
                self._add(language, place, facts)

    def _add(self, language: str, place: str, facts: FactSet) -> None:
        kind, _dot, _rest = place.partition(".")
        info = get_language_info(language)
        bad = " ".join(unprintable_texts(facts).get(place, []))
        self.fields[f"{language}-{place}"] = forms.CharField(
            label=f"{PLACES[kind]} ({info['name_translated']})",
            help_text=_("These characters can't be printed: %(characters)s")
            % {"characters": bad}
            if bad
            else "",
            initial=texts_of(facts)[place],
            required=place in ("course", "organiser"),
            strip=False,
            validators=[validate_printable],
            widget=forms.TextInput(attrs={"lang": language}),
        )

    def clean_name(self) -> str:
        try:
            return printable_name(self.cleaned_data["name"])
        except UnprintableName as error:
            raise ValidationError(str(error), code="unprintable") from error

    def texts(self) -> dict[str, dict[str, str]]:
        """The typed texts by language and place."""
        found: dict[str, dict[str, str]] = {}
        for field, text in self.cleaned_data.items():
            language, dash, place = field.partition("-")
            if dash:
                found.setdefault(language, {})[place] = text
        return found


def _is_printable(name: str) -> bool:
    try:
        return bool(printable_name(name.removeprefix(NO_NAME)))
    except UnprintableName:
        return False


class ReissueForm(CorrectionForm):
    """Every text, and which version of the template the corrected one is printed from."""

    template_version = forms.ModelChoiceField(
        label=gettext_lazy("Template version"),
        queryset=CertificateTemplateVersion.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, certificate=certificate, **kwargs)
        used = certificate.template_version
        field = self.fields["template_version"]
        field.queryset = used.template.versions.published()  # type: ignore[attr-defined]
        self.initial["template_version"] = used.pk


class RenewForm(forms.Form):
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"), widget=AdminDateInput
    )

    def clean_valid_until(self) -> date:
        last: date = self.cleaned_data["valid_until"]
        if last <= timezone.localdate():
            raise ValidationError(_("Give a day that is still ahead."))
        return last

    def end_of_day(self) -> datetime:
        """The first moment after the last valid day, in the site's time zone."""
        day = self.cleaned_data["valid_until"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time.min))
