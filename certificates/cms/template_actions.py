"""Publish a template version, begin a new one."""

from django.forms import Form
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..models import CertificateTemplateVersion
from ..services.templates import publish_template_version, start_new_version
from .acting import Action


class Publish(Action):
    model = CertificateTemplateVersion
    page_title = _("Publish")
    question = _("A published version can't be changed. You can begin a new one.")
    done = _("The version has been published.")
    back = "valmentamo_certificates_version:index"

    def act(self, form: Form) -> None:
        publish_template_version(version=self.object, by=self.request.user)
        log(self.object, "certificates.publish_template")


class Begin(Action):
    model = CertificateTemplateVersion
    page_title = _("New version")
    question = _("A draft is begun with the texts of this version.")
    done = _("The draft is ready for editing.")
    back = "valmentamo_certificates_version:index"

    def act(self, form: Form) -> None:
        log(start_new_version(version=self.object), "wagtail.create")
