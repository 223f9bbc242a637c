"""A dump of the database gives nobody's number away: what a thief of a backup reads."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from accounts.acting import Acting
from accounts.models import Factor
from accounts.session import acting_as
from audit.models import Event
from cadres.models import Person
from config.embedded.home import Home
from config.embedded.software import postgres_programs
from tests import database

# Nothing in the demo is as long but a number: hashes and ciphers have letters all around.
NUMBER = re.compile(r"(?<![0-9A-Za-z+/=])\d{17}[\dXx](?![0-9A-Za-z+/=])")
PHONE = re.compile(r"(?<![0-9A-Za-z+/=._-])1[3-9]\d{9}(?![0-9A-Za-z+/=.])")
WHOLE = ("--data-only", "--no-owner")


def dumped(name: str) -> str:
    """Run the real pg_dump as the owner, who passes row security."""
    home = Home(database.run_folder())
    address = database.url(name, role="owner")
    program = postgres_programs(home) / "pg_dump"
    secret = {"PGPASSWORD": urlsplit(address).password or ""}
    done = home.run([program, *WHOLE, "--dbname", address], env=secret)
    if "server version mismatch" in done.stderr:
        pytest.skip("pg_dump is of another version than the server outside")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_dump_of_the_demo_city_holds_no_number_in_clear(demo_city: str, settings: Any) -> None:
    people = Person.objects.values_list("id_number", "phone")
    numbers = {number for number, _ in people} | {phone for _, phone in people if phone}
    secrets = {one.secret for one in Factor.objects.all()}
    assert len(numbers) > 200

    text = dumped(demo_city)

    assert text.count("\n") > 2000
    assert "cadres_personevent" in text
    for found in (NUMBER, PHONE):
        assert not found.findall(text)
    assert not {value for value in numbers | secrets if value in text}
    assert not [key for key in settings.FIELD_KEYS.values() if key in text]
    assert settings.INDEX_KEY not in text


def test_a_planted_number_is_found(committed_db: str, machine: Acting) -> None:
    """Somebody writes a number into an event, past `record`: the search above is no sham."""
    with acting_as(machine):
        Event.objects.create(
            name="x.planted", actor="x", data={"why": "号码 430481197001019018，电话 13900000000。"}
        )

    text = dumped(committed_db)

    assert NUMBER.findall(text) == ["430481197001019018"]
    assert PHONE.findall(text) == ["13900000000"]
