"""The words of the course and what people write in the journeys."""

from functools import cache

import yaml

from tests.courses.factories import DATA


@cache
def course() -> dict:
    return yaml.safe_load((DATA / "short_course.yaml").read_text())


@cache
def _titles() -> dict[str, dict[str, str]]:
    titles = {course()["id"]: course()["title"]}
    for module in course()["modules"]:
        titles[module["id"]] = module["title"]
        for part in (*module["lessons"], *module["exercises"]):
            titles[part["id"]] = part["title"]
    return titles


def title(key: str, language: str) -> str:
    """The title of a module, a lesson, an exercise or the course."""
    return _titles()[key][language]


TEAM = "Kotipiha"
PROBLEM = {
    "fi": "Nuoret jäävät kotiin, koska kukaan ei kysy, mitä he osaavat.",
    "sv": "De unga blir hemma, eftersom ingen frågar vad de kan.",
}
PARTNERS = [("Åsbygdens skola", "rum"), ("Rantaharjun kirjasto", "ohjaus")]
NEW_PART = {
    "fi": "Koulu ja kirjasto työskentelevät ensi kertaa yhdessä.",
    "sv": "Skolan och biblioteket arbetar tillsammans för första gången.",
}
NAME = {"fi": "Työpari", "sv": "Arbetspar"}
SUMMARY = {
    "fi": "Nuori ja kokenut työntekijä tekevät yhdessä yhden työviikon.",
    "sv": "En ung och en erfaren arbetare gör tillsammans en arbetsvecka.",
}
