"""Addresses of the certificates app. They are printed on paper: never change them."""

from django.urls import URLPattern, path

from .views import holder, partner, verify

app_name = "valmentamo_certificates"
urlpatterns: list[URLPattern] = [
    path("t/", verify.check_short, name="check_short"),
    path("t/<str:code>/", verify.verify, name="verify"),
    path("tarkista/", verify.check, name="check"),
    path("omat/todistukset/", holder.mine, name="mine"),
    path(
        "omat/todistukset/<str:code>/<str:language>.pdf",
        holder.download,
        name="download",
    ),
    path("omat/todistukset/<str:code>/peru/", holder.withdraw, name="withdraw"),
    path(
        "omat/todistukset/<str:code>/jako/<slug:slug>/",
        holder.stop_sharing,
        name="stop_sharing",
    ),
    path("kumppani/<slug:slug>/", partner.partner_list, name="partner_list"),
    path(
        "kumppani/<slug:slug>/<str:code>/<str:language>.pdf",
        partner.partner_download,
        name="partner_download",
    ),
]
