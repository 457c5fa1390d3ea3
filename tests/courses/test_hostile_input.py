"""What people may send by accident or on purpose: never a 500, never a way to more."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.services.writing import add_attachment, remove_attachment
from courses.views import stash
from tests.courses.factories import rate_as_peer
from tests.courses.views.conftest import signed_in

HOSTILE = {
    "nul": "a\x00b",
    "turned round": "a\u202eb",
    "markup": "<img src=x onerror=alert(1)>'\"&lt;{{ 7|add:7 }}{% debug %}{0.__class__}",
    "huge": "ä" * 150_000,
    "long number": "9" * 5_000,
    "negative": "-1",
    "not of the list": "superuser",
    "lines": "a\r\nb\u2028c\x85d\x0b",
    "empty": "",
    "joined": "👩‍👩‍👧" * 50,
}


def token(user, work):
    return stash.token(user, about=str(work.uuid), path="/polku/")


def url(name, *args):
    return reverse(f"valmentamo_courses:{name}", args=args)


@pytest.fixture
def forms(cast):
    """Every form of the course with all its fields, and the person who may send it."""
    cast.course.team_max = 5
    cast.course.save(update_fields=["team_max"])
    answer = cast.open("m1e1")
    table = cast.open("m1e2")
    self_assessment = cast.open("m2e2")
    newcomer = cast.newcomer()
    waiting = cast.submit("m1e1", enrolment=cast.laila)
    cast.write("m2e4", cast.full_description(), cast.laila)
    cast.open_for_peers(cast.laila)
    peer = cast.peer_review(cast.mikko)
    rate_as_peer(peer)
    criteria = [
        r.criterion.key for r in peer.assessment.asked.select_related("criterion")
    ]
    names = {
        "save": (cast.aino, [answer.uuid], ["answer-answer", "seen-answer"]),
        "submit": (cast.aino, [answer.uuid], ["answer-answer", "seen-answer", "do"]),
        "save table": (
            cast.aino,
            [table.uuid],
            ["answer-partner.1", "seen-partner.1", "answer-role.99", "rows", "do"],
        ),
        "save self": (
            cast.aino,
            [self_assessment.uuid],
            [
                f"{kind}-{key}"
                for key in criteria[:2]
                for kind in ("rating", "sentence")
            ],
        ),
        "team new": (newcomer, [newcomer.uuid], ["new-name", "new-organisation"]),
        "team": (
            cast.aino,
            [cast.aino.uuid],
            ["team-name", "team-organisation", "team-stage", "do"],
        ),
        "team join": (newcomer, [newcomer.uuid], ["code"]),
        "certificate_details": (cast.aino, [cast.aino.uuid], ["name", "languages"]),
        "peer_review": (
            cast.mikko,
            [peer.uuid],
            [f"comment-{criteria[0]}-strength", f"level-{criteria[0]}", "decision"],
        ),
        "review": (
            cast.coach,
            [waiting.uuid],
            [f"comment-{criteria[0]}", f"level-{criteria[0]}", "unanswered", "missing"],
        ),
        "enrol": (newcomer, [cast.cohort.uuid], ["understood"]),
        "peer": (cast.aino, [cast.peer_exercise.uuid], ["anything"]),
    }
    return names, {"save": answer, "submit": answer, "save table": table} | {
        "save self": self_assessment
    }


FIXED = {
    "team new": {"do": "form", "new-stage": "idea", "new-language": "fi"},
    "team join": {"do": "join"},
    "team": {"do": "details"},
    "certificate_details": {"languages": "fi"},
    "review": {"send": "1"},
}
KINDS = [
    "save",
    "submit",
    "save table",
    "save self",
    "team new",
    "team",
    "team join",
    "certificate_details",
    "peer_review",
    "review",
    "enrol",
    "peer",
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_falls_over_hostile_text(cast, forms, kind):
    places, works = forms
    who, args, fields = places[kind]
    user = getattr(who, "user", who)
    client = signed_in(user)
    place = url("team" if kind.startswith("team") else kind.split()[0], *args)
    for name, text in HOSTILE.items():
        data = dict.fromkeys(fields, text) | FIXED.get(kind, {})
        if kind in works:
            data["writer"] = token(user, works[kind])
        assert client.post(place, data).status_code < 500, name


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["seen-answer", "rows", "submit_key", "writer", "do"])
def test_no_hidden_field_of_an_answer_is_believed(cast, forms, name, text):
    work = forms[1]["save"]
    client = signed_in(cast.aino.user)
    data = {
        "writer": token(cast.aino.user, work),
        "answer-answer": "Uusi teksti.",
        "seen-answer": "0:",
    }
    for data[name] in (text, f"remove:{text}", f"take:{text}", f"row:{text}"):
        assert client.post(url("save", work.uuid), data).status_code < 500


def test_hidden_field_names_are_whole_keys(cast, forms):
    """A key with a line end behind it would be a field that nobody can see again."""
    table = forms[1]["save table"]
    client = signed_in(cast.aino.user)
    data = {
        "writer": token(cast.aino.user, table),
        "answer-partner.1\n": "piilossa",
        "seen-partner.1\n": "0:",
    }
    form = "application/x-www-form-urlencoded"
    client.post(url("save", table.uuid), urlencode(data), content_type=form)
    assert not table.draft_fields.exists()


# ---- files of the answer ----
PDF = b"%PDF-1.7\n"


@pytest.fixture
def files(cast):
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])

    def add(enrolment):
        return add_attachment(
            submission=cast.open("m1e1", enrolment),
            file=SimpleUploadedFile("a.pdf", PDF),
            by=enrolment.user,
        )

    return add


def press_remove(cast, attachment):
    work = cast.open("m1e1")
    data = {
        "writer": token(cast.aino.user, work),
        "do": f"remove:{attachment.uuid}",
    }
    return signed_in(cast.aino.user).post(url("save", work.uuid), data)


def test_a_removed_file_is_not_there_any_more(cast, files):
    attachment = files(cast.aino)
    remove_attachment(attachment=attachment, by=cast.aino.user)
    client = signed_in(cast.aino.user)
    assert client.get(url("attachment", attachment.uuid)).status_code == 404


def test_a_lost_file_is_a_404_and_not_a_500(cast, files):
    attachment = files(cast.aino)
    attachment.file.storage.delete(attachment.file.name)
    client = signed_in(cast.aino.user)
    assert client.get(url("attachment", attachment.uuid)).status_code == 404


def test_remove_pressed_twice_is_pressed_once(cast, files):
    attachment = files(cast.aino)
    assert press_remove(cast, attachment).status_code == 302
    assert press_remove(cast, attachment).status_code == 302


def test_a_file_of_another_answer_can_not_be_removed(cast, files):
    theirs = files(cast.laila)
    assert press_remove(cast, theirs).status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None
