"""Neither side of peer feedback learns who the other is: names are planted and looked for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.services.enrolment import update_team
from courses.services.writing import add_attachment
from tests.courses.factories import give_peer_feedback, rate_as_peer
from tests.courses.views.conftest import signed_in

AUTHOR, READER = "Canarynen", "Lintula"


def url(name, *args):
    return reverse(f"valmentamo_courses:{name}", args=args)


def plant(enrolment, team, word):
    user = enrolment.user
    user.first_name, user.last_name = f"{word}E", f"{word}S"
    user.email = f"{word.lower()}@{word.lower()}.example"
    user.save()
    enrolment.printed_name = f"{word} Todistus"
    enrolment.save()
    update_team(team=team, by=user, name=f"Tiimi {word}", organisation=f"{word} säätiö")


@pytest.fixture
def pair(cast):
    """Laila writes, Aino reads; everything about both is planted."""
    exercise = cast.exercise("m2e4")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    plant(cast.laila, cast.other_team, AUTHOR)
    plant(cast.aino, cast.team, READER)
    for enrolment in (cast.laila, cast.aino):
        word = AUTHOR if enrolment == cast.laila else READER
        texts = cast.full_description() | {"developers": f"{word} ry ja {word} oy"}
        work = cast.write("m2e4", texts, enrolment)
        name = f"{word}.pdf"
        file = SimpleUploadedFile(name, b"%PDF-1.7 " + name.encode())
        add_attachment(submission=work, file=file, by=enrolment.user)
        cast.open_for_peers(enrolment)
    cast.submit("m2e4", cast.full_description(), cast.laila)
    return cast


def whole(response) -> str:
    """Everything that leaves: the status line's headers, cookies and the body."""
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    head = [f"{name}: {value}" for name, value in response.items()]
    return "\n".join([*head, *cookies, response.content.decode()]).lower()


def ids_of(enrolment, team) -> list[str]:
    work = team.submissions.values_list("uuid", flat=True)
    return [str(u) for u in (enrolment.uuid, team.uuid, *work)]


def test_the_reader_is_told_nothing_of_the_authors(pair):
    client = signed_in(pair.aino.user)
    pages = [client.get(url("peer", pair.peer_exercise.uuid))]
    pages.append(client.post(url("peer", pair.peer_exercise.uuid), follow=True))
    review = pair.peer_review(pair.aino)
    assert review.submission.team == pair.other_team
    pages.append(client.get(url("peer_review", review.uuid)))
    pages.append(client.post(url("peer_review", review.uuid), {"send": "1"}))
    pages.append(client.get(pair.page("m2e3").get_url()))
    give_peer_feedback(pair, pair.aino)
    pages.append(client.get(url("peer_review", review.uuid)))
    pages.append(client.get(url("peer", pair.peer_exercise.uuid)))
    pages.append(client.get(url("my_path")))
    copies = [str(v.uuid) for v in review.submission.versions.all()]
    hidden = [AUTHOR.lower(), *ids_of(pair.laila, pair.other_team), *copies]
    for page in pages:
        assert page.status_code in {200, 422}
        assert [word for word in hidden if word in whole(page)] == []


def test_the_authors_are_told_nothing_of_the_reader(pair):
    review = rate_as_peer(pair.peer_review(pair.aino))
    give_peer_feedback(pair, pair.aino)
    client = signed_in(pair.laila.user)
    versions = pair.other_team.submissions.get(exercise=pair.portfolio).versions.all()
    pages = [client.get(url("feedback", version.uuid)) for version in versions]
    pages += [
        client.get(url("description", pair.other_team.uuid)),
        client.get(url("profile", pair.other_team.uuid)),
        client.get(pair.page("m2e4").get_url()),
        client.get(url("my_path")),
    ]
    assert "tarve on selvä" in whole(pages[0]) + whole(pages[1])
    keys = [str(review.uuid), str(review.assessment.uuid)]
    hidden = [READER.lower(), *ids_of(pair.aino, pair.team), *keys]
    for page in pages:
        assert page.status_code == 200
        assert [word for word in hidden if word in whole(page)] == []


def test_the_coach_who_decides_is_not_told_who_read(pair):
    """The coach reads the round with the peers' views, under numbers only."""
    give_peer_feedback(pair, pair.aino)
    client = signed_in(pair.coach)
    version = pair.other_team.submissions.get(exercise=pair.portfolio).versions.get(
        kind="round"
    )
    page = client.get(url("review", version.uuid))
    assert page.status_code == 200
    assert READER.lower() not in whole(page)


def test_the_files_of_the_authors_stay_with_them(pair):
    review = pair.peer_review(pair.aino)
    client = signed_in(pair.aino.user)
    for attachment in review.submission.attachments.all():
        assert client.get(url("attachment", attachment.uuid)).status_code == 404
