"""Personal numbers at rest."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, models
from django.test.utils import isolate_apps

from accounts.encryption import EncryptedTextField, blind_index, decrypt, encrypt
from cadres.models import Person

NUMBER = "43048119700101901X"


def test_what_was_encrypted_is_read_again_and_looks_different_each_time():
    first, second = encrypt(NUMBER, "a.b"), encrypt(NUMBER, "a.b")

    assert first != second
    assert NUMBER not in first
    assert first.startswith("k1:")
    assert decrypt(first, "a.b") == decrypt(second, "a.b") == NUMBER


def test_a_ciphertext_moved_to_another_column_does_not_open():
    with pytest.raises(InvalidTag):
        decrypt(encrypt(NUMBER, "cadres.person.id_number"), "cadres.person.phone")


@pytest.mark.parametrize("place", [0, 15, -1])
def test_a_ciphertext_that_was_touched_does_not_open(place):
    key_id, _, body = encrypt(NUMBER, "a.b").partition(":")
    raw = bytearray(base64.b64decode(body))
    raw[place] ^= 1

    with pytest.raises(InvalidTag):
        decrypt(f"{key_id}:{base64.b64encode(raw).decode()}", "a.b")


def test_an_old_key_still_opens_what_it_closed(settings):
    old = encrypt(NUMBER, "a.b")
    settings.FIELD_KEYS = settings.FIELD_KEYS | {"k9": base64.b64encode(b"9" * 32).decode()}
    settings.FIELD_KEY_ID = "k9"

    new = encrypt(NUMBER, "a.b")

    assert new.startswith("k9:")
    assert decrypt(old, "a.b") == decrypt(new, "a.b") == NUMBER


def test_the_index_is_equal_for_equal_values_of_one_purpose_only(settings):
    index = blind_index(NUMBER, "person.id_number")

    assert index == blind_index(NUMBER, "person.id_number")
    assert index != blind_index(NUMBER, "person.phone")
    settings.INDEX_KEY = base64.b64encode(b"8" * 32).decode()
    assert index != blind_index(NUMBER, "person.id_number")


@pytest.mark.parametrize("empty", ["", None])
def test_nothing_stays_nothing(empty):
    field = EncryptedTextField()

    assert field.get_prep_value(empty) == empty
    assert field.from_db_value(empty, None, None) == empty


def test_the_database_and_its_history_hold_ciphertext_and_both_open(township):
    person = Person.objects.create(
        unit=township, scope_path=township.path, name="任永胜", id_number=NUMBER,
        id_index="x", sex="1", born_on="1970-01-01", phone="13900000000",
    )  # fmt: skip

    assert Person.objects.get(pk=person.pk).id_number == NUMBER
    assert person.events.get().id_number == NUMBER
    assert person.events.get().phone == "13900000000"
    with connection.cursor() as cursor:
        for table in ("cadres_person", "cadres_personevent"):
            cursor.execute(f"SELECT id_number || phone FROM {table}")
            stored = cursor.fetchone()[0]
            assert NUMBER not in stored
            assert "139" not in stored


@isolate_apps("accounts")  # other tests walk the models there are
def test_a_field_knows_its_column():
    class Sheet(models.Model):  # noqa: DJ008
        number = EncryptedTextField()

        class Meta:
            app_label = "accounts"
            managed = False

    assert Sheet._meta.get_field("number").purpose == "accounts.sheet.number"
