"""Every column says whether it is personal, and if so what it is for and on what ground."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from pghistory.models import Context

from accounts.encryption import EncryptedTextField
from accounts.personal import Declared, Personal, Sensitivity, faults, register
from accounts.personal_table import table

OURS = {"accounts", "assessments", "audit", "cadres", "reports", "rulebook", "supervision"}
ROOT = Path(__file__).resolve().parents[1]


def all_models() -> list[type[models.Model]]:
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.partition(".")[0] in OURS
    ]
    return [*ours, Session, Context]  # libraries' tables that hold people


def test_every_column_is_declared_once():
    declared = register()

    assert [fault for model in all_models() for fault in faults(model, declared)] == []
    assert {one.model for one in declared} <= set(all_models())


@pytest.mark.parametrize(
    ("personal", "other", "fault"),
    [
        ({}, "id", "undeclared"),
        ({}, "id nickname gone", "no such column"),
        (Personal("试").on("nickname"), "id nickname", "twice"),
    ],
)
def test_a_planted_column_without_a_declaration_is_found(personal, other, fault):
    class Planted(models.Model):  # noqa: DJ008
        nickname = models.CharField(max_length=9)

        class Meta:
            app_label = "planted"
            managed = False

    try:
        (said,) = faults(Planted, [Declared(Planted, personal, other)])
        assert fault in said
        assert "declared 0 times" in faults(Planted, register())[0]
    finally:
        apps.all_models.pop("planted")
        apps.clear_cache()


def test_each_says_what_for_and_on_what_ground():
    for one in register():
        for name, why in one.personal.items():
            assert why.purpose, name
            assert "第" in why.basis, name
            assert ("第二十八条" in why.ground) == (why.level is Sensitivity.SENSITIVE)


def test_what_is_encrypted_is_declared_personal():
    declared = {one.model: one for one in register()}

    for model in all_models():
        owner = getattr(model, "pgh_tracked_model", model)
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                assert field.name in declared[owner].personal


def test_the_document_is_what_the_code_says(tmp_path):
    assert (ROOT / "docs/personal-fields.md").read_text(encoding="utf-8") == table()

    file = tmp_path / "copy.md"
    call_command("personal_fields", file=file, stdout=StringIO())
    call_command("personal_fields", check=True, file=file)
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("personal_fields", check=True, file=file, stderr=StringIO())
