"""Registers the CMS screens of the certificates app; knows nothing else."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .cms.policies import IssuedPolicy, TokenPolicy
from .models import ApiToken, Certificate, IssueBatch, PartnerGrant

register_permission_policy(Certificate, IssuedPolicy(Certificate))
register_permission_policy(IssueBatch, IssuedPolicy(Certificate))
register_permission_policy(PartnerGrant, IssuedPolicy(PartnerGrant))
register_permission_policy(ApiToken, TokenPolicy(ApiToken))


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-viewset
@hooks.register("register_admin_viewset")
def register_viewsets() -> Any:
    from .cms.partners import member_chooser
    from .cms.viewsets import CertificatesGroup

    return [CertificatesGroup(), member_chooser]


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-urls
@hooks.register("register_admin_urls")
def register_actions() -> list[URLResolver]:
    from .cms import template_actions
    from .cms.batches import BatchProgress
    from .cms.certificate_actions import ACTIONS
    from .cms.counting import CountsPage
    from .cms.preview import Preview
    from .cms.revoking import RevokeMany
    from .cms.sharing import EndTask
    from .cms.tokens import RevokeToken

    verbs = [
        path(f"certificate/<int:pk>/{a.verb}/", a.as_view(), name=a.verb)
        for a in ACTIONS
    ]
    verbs += [
        path(f"version/<int:pk>/{verb}/", view.as_view(), name=verb)
        for verb, view in {
            "publish": template_actions.Publish,
            "begin": template_actions.Begin,
        }.items()
    ]
    verbs += [
        path("version/preview/", Preview.as_view(), name="preview"),
        path("version/<int:pk>/preview/", Preview.as_view(), name="preview"),
        path("certificate/counts/", CountsPage.as_view(), name="counts"),
        path("certificate/revoke-many/", RevokeMany.as_view(), name="revoke_many"),
        path("grant/<int:pk>/end/", EndTask.as_view(), name=EndTask.verb),
        path("token/<int:pk>/revoke/", RevokeToken.as_view(), name="revoke_token"),
        path(
            "batch/<int:pk>/progress/", BatchProgress.as_view(), name="batch_progress"
        ),
    ]
    namespace = "valmentamo_certificates_cms"
    return [path("certificates/", include((verbs, namespace), namespace=namespace))]


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-permissions
@hooks.register("register_permissions")
def show_permissions() -> QuerySet[Permission]:
    """Let an administrator give the rights in Settings > Groups."""
    return Permission.objects.filter(
        content_type__app_label="valmentamo_certificates",
        content_type__model__in=[
            "certificate",
            "partnerorganisation",
            "membership",
            "apitoken",
            "partnergrant",
            "issuer",
            "certificatetemplate",
            "certificatetemplateversion",
        ],
    )


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-log-actions
@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    named = {
        "correct": (_("Correct certificate"), _("Corrected the refused certificate")),
        "try_again": (_("Make again"), _("Had the certificate made again")),
        "suspend": (_("Suspend certificate"), _("Suspended the certificate")),
        "reissue": (_("Correct and replace"), _("Replaced with a corrected one")),
        "renew": (_("Renew certificate"), _("Renewed the certificate")),
        "resume": (_("Resume certificate"), _("Resumed the certificate")),
        "revoke": (_("Revoke certificate"), _("Revoked the certificate")),
        "revoke_token": (_("Revoke access token"), _("Revoked the access token")),
        "end_share": (
            _("End the sharing"),
            _("Ended a partner's right to the certificate"),
        ),
        "erase": (_("Erase personal data"), _("Erased the personal data")),
        "publish_template": (
            _("Publish template version"),
            _("Published the template version"),
        ),
    }
    for verb, (label, told) in named.items():
        actions.register_action(f"certificates.{verb}", label, told)
