"""Addresses of the courses app."""

from django.urls import URLPattern, path

from courses.views import (
    answering,
    attachments,
    description,
    desk,
    earlier_rating,
    feedback,
    joining,
    peers,
    profile,
    report,
    second_readings,
    workspace,
)
from courses.views import (
    path as my_path,
)

app_name = "valmentamo_courses"
urlpatterns: list[URLPattern] = [
    path("polku/", my_path.my_path, name="my_path"),
    path(
        "polku/<uuid:enrolment>/todistus/",
        my_path.certificate_details,
        name="certificate_details",
    ),
    path("ilmoittaudu/<uuid:cohort>/", joining.enrol, name="enrol"),
    path("tiimi/<uuid:enrolment>/", joining.team, name="team"),
    path("harjoitukset/<uuid:submission>/tallenna/", answering.save, name="save"),
    path("harjoitukset/<uuid:submission>/palauta/", answering.submit, name="submit"),
    path("harjoitukset/<uuid:submission>/peru/", workspace.withdraw, name="withdraw"),
    path(
        "harjoitukset/<uuid:submission>/vertaisille/",
        workspace.open_for_peers,
        name="open_for_peers",
    ),
    path(
        "harjoitukset/<uuid:submission>/aiempi-itsearvio/",
        earlier_rating.earlier_rating,
        name="earlier_rating",
    ),
    path("liitteet/<uuid:attachment>/", attachments.attachment, name="attachment"),
    path("palaute/<uuid:version>/", feedback.feedback, name="feedback"),
    path("kuvaus/<uuid:team>/", description.description, name="description"),
    path("arvioinnit/", desk.desk, name="desk"),
    path("arvioinnit/<uuid:version>/", desk.review, name="review"),
    path(
        "arvioinnit/toinen-arvio/",
        second_readings.second_readings,
        name="second_readings",
    ),
    path(
        "arvioinnit/<uuid:version>/toinen-arvio/",
        second_readings.second_reading,
        name="second_reading",
    ),
    path(
        "arvioinnit/<uuid:version>/toinen-arvio/pyyda/",
        second_readings.ask,
        name="ask_second_reading",
    ),
    path("vertaispalaute/<uuid:exercise>/", peers.peer, name="peer"),
    path("vertaispalaute/arvio/<uuid:review>/", peers.peer_review, name="peer_review"),
    path("profiili/<uuid:team>/", profile.profile, name="profile"),
    path("raportti/<uuid:cohort>/", report.report, name="report"),
]
