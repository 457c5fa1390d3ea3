"""Guessing codes: nothing is found, nothing tells a near miss, and the limit comes."""

import random
import re
import statistics
import sys
import time
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.conf import app_settings
from certificates.models import MissWindow
from certificates.numbering import ALPHABET, check_character, printed
from certificates.services import limiting
from tests.certificates.factories import TemplateVersionFactory, issued, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]


def well_formed(body):
    return printed(body + check_character(body))


class Guesser:
    """Tries codes of four kinds at one door, from a new address when it is stopped."""

    def __init__(self, client, version):
        self.client, self.random = client, random.Random(7)
        self.real = [ready(template_version=version).code for _ in range(5)]
        waiting = {"template_version": version}
        self.hidden = [
            issued(**waiting).printed_code,
            issued(name="水", **waiting).printed_code,
        ]
        self.kinds = {
            "nobody's": lambda: well_formed(self._letters(16)),
            "near": self._near,
            "not public": lambda: self.random.choice(self.hidden),
            "malformed": lambda: self._letters(9),
        }
        self.answers, self.times = set(), {kind: [] for kind in self.kinds}
        self.tries = self.address = 0

    def _letters(self, count):
        return "".join(self.random.choices(ALPHABET, k=count))

    def _near(self):
        """One letter beside a real code, with the check character that belongs to it."""
        body = list(self.random.choice(self.real)[:16])
        place = self.random.randrange(16)
        body[place] = self.random.choice(ALPHABET.replace(body[place], ""))
        return well_formed("".join(body))

    def guess(self, ask):
        kind = list(self.kinds)[self.tries % len(self.kinds)]
        code = self.kinds[kind]()
        self.tries += 1
        begun = time.perf_counter()
        response = ask(self.client, code, REMOTE_ADDR=self._from())
        self.times[kind].append(time.perf_counter() - begun)
        self.answers.add((response.status_code, told(response, code)))

    def _from(self):
        return f"198.51.{self.address // 250}.{self.address % 250}"

    def stopped(self, ask):
        """Whether this address gets nothing more, not even for a real code."""
        code = printed(self.real[0])
        return ask(self.client, code, REMOTE_ADDR=self._from()).status_code == 429


def told(response, typed):
    """What the answer says, without the code typed and the form's own token."""
    said = response.content.decode()
    main = said.partition("<main")[2].partition("</main>")[0] or said
    main = re.sub(r'value="[^"]{40,}"', "", main)
    main = re.sub(r"\d{1,2}[.:]\d{2}(?!\d)", "TIME", main)
    return main.replace(f'"{typed}"', '"CODE"')


def at(name, *more):
    return lambda code: reverse(f"valmentamo_certificates:{name}", args=[code, *more])


def page(client, code, **who):
    return client.get(at("verify")(code), **who)


def program(client, code, **who):
    headers = {"accept": "application/json"}
    return client.get(at("verify")(code), headers=headers, **who)


def credential(client, code, **who):
    address = at("credential", "fi")(code)
    return client.get(address, {"k": "a" * 16}, **who)


def form(client, code, **who):
    address = reverse("valmentamo_certificates:check")
    return client.post(address, {"code": code}, **who)


DOORS = {"page": page, "program": program, "credential": credential, "form": form}
LONG = pytest.mark.proof


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("count", [40, pytest.param(10_000, marks=LONG)])
def test_guessed_codes_find_nothing_and_get_one_answer_until_the_limit(
    client, capsys, monkeypatch, door, count
):
    monkeypatch.setattr(limiting, "WINDOW", timedelta(days=1))
    ask, limit = DOORS[door], app_settings.miss_limit
    guesser = Guesser(client, TemplateVersionFactory())
    if door == "credential":
        guesser.hidden += guesser.real  # without their token they are as unknown
    while guesser.tries < count:
        for _ in range(limit):
            guesser.guess(ask)
        assert guesser.stopped(ask)
        guesser.address += 1
    [(status, _words)] = guesser.answers
    assert status == (422 if door == "form" else 404)
    assert set(MissWindow.objects.values_list("misses", flat=True)) == {limit}
    if count > 1000:
        with capsys.disabled():
            for kind, times in guesser.times.items():
                median = statistics.median(times) * 1000
                sys.stdout.write(f"\n{door}, {kind}: median {median:.2f} ms")
