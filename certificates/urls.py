"""Addresses of the certificates app. They are printed on paper: never change them."""

from django.urls import URLPattern, path

from . import api
from .views import (
    check_file,
    exports,
    holder,
    machines,
    members,
    partner,
    partner_files,
    verify,
)

app_name = "valmentamo_certificates"
urlpatterns: list[URLPattern] = [
    path("t/", verify.check_short, name="check_short"),
    path("t/<str:code>/", verify.verify, name="verify"),
    path("t/<str:code>/<str:language>.json", machines.credential, name="credential"),
    path(
        "status/<str:purpose>/<int:number>/", machines.status_list, name="status_list"
    ),
    path(".well-known/did.json", machines.did, name="did"),
    path(".well-known/jwks.json", machines.jwks, name="jwks"),
    path("tarkista/", verify.check, name="check"),
    path("tarkista/tiedosto/", check_file.check_file, name="check_file"),
    path("omat/todistukset/", holder.mine, name="mine"),
    path(
        "omat/todistukset/<str:code>/<str:language>.pdf",
        holder.download,
        name="download",
    ),
    path(
        "omat/todistukset/<str:code>/<str:language>/<str:kind>",
        exports.export,
        name="export",
    ),
    path("omat/todistukset/<str:code>/peru/", holder.withdraw, name="withdraw"),
    path(
        "omat/todistukset/<str:code>/jako/<slug:slug>/",
        holder.stop_sharing,
        name="stop_sharing",
    ),
    path("kumppani/", partner.partner_home, name="partner_home"),
    path("kumppani/<slug:slug>/", partner.partner_list, name="partner_list"),
    path(
        "kumppani/<slug:slug>/muutokset/",
        partner.partner_changes,
        name="partner_changes",
    ),
    path(
        "kumppani/<slug:slug>/jasenet/",
        members.partner_members,
        name="partner_members",
    ),
    path(
        "kumppani/<slug:slug>/jasenet/<int:pk>/paata/",
        members.partner_member_end,
        name="partner_member_end",
    ),
    path(
        "kumppanikutsu/<str:secret>/",
        members.accept_invitation,
        name="accept_invitation",
    ),
    path("kumppani/<slug:slug>/csv/", partner_files.partner_csv, name="partner_csv"),
    path("kumppani/<slug:slug>/xlsx/", partner_files.partner_xlsx, name="partner_xlsx"),
    path("kumppani/<slug:slug>/zip/", partner_files.partner_zip, name="partner_zip"),
    path("api/partner/v1/certificates/", api.certificates, name="api_list"),
    path(
        "api/partner/v1/certificates/<str:code>/<str:language>.pdf",
        api.file,
        name="api_file",
    ),
    path("api/partner/v1/changes/", api.changes, name="api_changes"),
    path("api/partner/v1/manifest/", api.check_list, name="api_manifest"),
    path(
        "kumppani/<slug:slug>/<str:code>/<str:language>.pdf",
        partner.partner_download,
        name="partner_download",
    ),
]
