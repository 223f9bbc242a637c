"""A new key: everything encrypted anew in batches, and nothing lost on the way."""

from __future__ import annotations

import base64
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import encryption, rotation
from accounts.acting import command_line
from accounts.models import Draft, Factor
from accounts.session import acting_as
from audit.models import Event
from cadres.models import Person, StoredFile
from tests.cadres.factories import make_person

PEOPLE = 5
PHONE = "13900000000"


@pytest.fixture
def numbers(township, sibling, other_township, clerk) -> dict[int, str]:
    """Give people of three townships, a factor and a draft, all under the old key."""
    places = (township, sibling, other_township, township, sibling)
    people = [make_person(place, phone=PHONE if n else "") for n, place in enumerate(places)]
    Factor.objects.create(user=clerk.user, kind="totp", secret="GEZDGNBV")
    Draft.objects.create(user=clerk.user, path="/", fields="{}", saved_at=timezone.now())
    return {person.pk: person.id_number for person in people}


@pytest.fixture
def new_key(numbers, settings):
    """Put a new key before the old one, as the operator does."""
    key = base64.b64encode(os.urandom(32)).decode()
    settings.FIELD_KEYS = {"k-new": key} | settings.FIELD_KEYS
    settings.FIELD_KEY_ID = "k-new"
    encryption._cipher.cache_clear()
    yield {"k-new": key}
    encryption._cipher.cache_clear()


def rotate(**options) -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def stored(column: str = "id_number", table: str = "cadres_person") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT split_part({column}, ':', 1) FROM {table} ORDER BY 1")
        return [key for (key,) in cursor.fetchall()]


def with_the_new_key_only(settings, new_key) -> None:
    settings.FIELD_KEYS = new_key
    encryption._cipher.cache_clear()


def readable() -> dict[int, str]:
    return {person.pk: person.id_number for person in Person.objects.all()}


def test_nothing_opens_with_the_new_key_alone_before_and_everything_after(
    numbers, new_key, settings
):
    every = dict(settings.FIELD_KEYS)
    with_the_new_key_only(settings, new_key)
    with pytest.raises(KeyError):
        readable()
    settings.FIELD_KEYS = every

    rotate()

    with_the_new_key_only(settings, new_key)
    assert readable() == numbers
    assert sorted(Person.objects.values_list("phone", flat=True)) == ["", *[PHONE] * 4]
    assert Factor.objects.get().secret == "GEZDGNBV"
    assert Draft.objects.get().fields == "{}"


def test_a_second_run_finds_nothing_left_and_touches_nothing(numbers, new_key):
    rotate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin, id_number FROM cadres_person ORDER BY id")
        before = cursor.fetchall()
        assert "干部：0 行已重新加密" in rotate()
        cursor.execute("SELECT xmin, id_number FROM cadres_person ORDER BY id")
        assert cursor.fetchall() == before


def test_a_dry_run_counts_and_changes_nothing(numbers, new_key):
    said = rotate(dry_run=True)

    assert f"干部：{PEOPLE} 行待重新加密" in said
    assert "第二验证：1 行待" in said
    assert set(stored()) == {"k1"}
    assert not Event.objects.filter(name="accounts.keys_rotated").exists()


def test_history_gains_no_row_and_the_old_key_has_to_stay(numbers, new_key):
    before = stored(table="cadres_personevent")

    said = rotate()

    assert stored(table="cadres_personevent") == before == ["k1"] * PEOPLE
    assert f"历史记录只增不改，仍用旧密钥：k1（{PEOPLE + 4} 个值）" in said
    assert Person.objects.first().events.get().id_number in numbers.values()


def test_a_correction_afterwards_is_in_the_history_again(numbers, new_key):
    rotate()
    Person.objects.filter(pk=min(numbers)).update(name="改名")

    assert stored(table="cadres_personevent") == ["k-new"] + ["k1"] * PEOPLE


def test_it_is_recorded_without_a_number(numbers, new_key):
    rotate()

    events = Event.objects.filter(name="accounts.keys_rotated")
    said = {event.data["model"]: event.data for event in events}
    assert said["cadres.person"] == {"model": "cadres.person", "key": "k-new", "count": PEOPLE}
    assert {"accounts.factor", "accounts.draft"} <= said.keys()


def test_values_under_a_key_that_nobody_listed_stop_it(numbers, new_key, settings):
    with_the_new_key_only(settings, new_key)

    with pytest.raises(CommandError, match="用密钥 k1 加密的值，而 FIELD_KEY 里没有"):
        rotate()
    assert set(stored()) == {"k1"}


def test_an_interrupted_run_keeps_its_batches_and_the_next_one_goes_on(
    committed_db, numbers, new_key, monkeypatch
):
    monkeypatch.setattr(rotation, "BATCH", 2)
    record, done = rotation.record, []

    def broken(*args, **data):
        if done:
            raise RuntimeError("断电")
        done.append(record(*args, **data))

    monkeypatch.setattr(rotation, "record", broken)
    with pytest.raises(RuntimeError):
        rotate()
    monkeypatch.setattr(rotation, "record", record)

    with acting_as(command_line()):
        assert sorted(stored() + stored("secret", "accounts_factor")).count("k-new") in (1, 2)
        assert readable() == numbers
    rotate()
    with acting_as(command_line()):
        assert set(stored()) == {"k-new"}
        assert readable() == numbers


def test_a_value_that_a_clerk_writes_meanwhile_is_not_lost(numbers, new_key):
    person = Person.objects.get(pk=min(numbers))
    sealed = next(one for one in rotation.sealed_models() if one.model is Person)
    with acting_as(command_line()) as by:
        person.phone = "13911112222"
        person.save(update_fields=["phone"])
        rotation.rotate_batch(sealed=sealed, after=None, by=by)

    assert Person.objects.get(pk=person.pk).phone == "13911112222"


def test_files_are_encrypted_anew_too(new_key, settings, township):
    content = b"%PDF-1.7 \x00\xff" * 100
    old = StoredFile.objects.create(
        scope_path=township.path, name="a.pdf", kind="pdf", size=len(content), sha256="0" * 64,
        body=content,
    )  # fmt: skip
    settings.FIELD_KEY_ID = "k-new"

    rotate()

    with connection.cursor() as cursor:
        cursor.execute("SELECT substring(body from 1 for 6) FROM cadres_storedfile")
        assert bytes(cursor.fetchone()[0]) == b"k-new:"
    with_the_new_key_only(settings, new_key)
    assert StoredFile.objects.get(pk=old.pk).body == content
