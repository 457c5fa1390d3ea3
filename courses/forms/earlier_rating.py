"""The form for a self-rating that the person made earlier and kept as a file."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from rubric.interchange.self_rating import MOST_BYTES


class EarlierRatingForm(forms.Form):
    file = forms.FileField(
        label=_("The file of your self-rating"),
        help_text=_("The file that you took along from the public page, a JSON file."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty."),
        },
    )

    @property
    def content(self) -> bytes:
        """No more than is needed to see that a file is too large."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.read(MOST_BYTES + 1)
