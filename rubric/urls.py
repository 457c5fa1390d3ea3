"""Addresses of the rubric's own screens. A host may set them behind a prefix."""

from django.urls import path

from rubric.views import calibration, self_rating

app_name = "valmentamo_rubric"
urlpatterns = [
    path("itsearviointi/", self_rating.self_rating, name="self_rating"),
    path("itsearviointi/pdf/", self_rating.self_rating_pdf, name="self_rating_pdf"),
    path(
        "itsearviointi/tiedosto/", self_rating.self_rating_file, name="self_rating_file"
    ),
    path("arviointiharjoittelu/", calibration.calibration, name="calibration"),
    path(
        "arviointiharjoittelu/<uuid:exemplar>/", calibration.practice, name="practice"
    ),
    path(
        "arviointiharjoittelu/tulos/<uuid:assessment>/",
        calibration.practice_result,
        name="practice_result",
    ),
]
