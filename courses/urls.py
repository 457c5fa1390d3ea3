"""Addresses of the courses app."""

from django.urls import URLPattern, path

from courses.views import desk, peers, profile, report

app_name = "valmentamo_courses"
urlpatterns: list[URLPattern] = [
    path("arvioinnit/", desk.desk, name="desk"),
    path("arvioinnit/<uuid:version>/", desk.review, name="review"),
    path("vertaispalaute/<uuid:exercise>/", peers.peer, name="peer"),
    path("vertaispalaute/arvio/<uuid:review>/", peers.peer_review, name="peer_review"),
    path("profiili/<uuid:team>/", profile.profile, name="profile"),
    path("raportti/<uuid:cohort>/", report.report, name="report"),
]
