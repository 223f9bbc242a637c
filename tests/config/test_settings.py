"""The small parts settings are made of."""

from __future__ import annotations

import logging

import pytest

from config.databases import parsed
from config.environment import field_keys
from config.redaction import RedactingFormatter


def test_a_socket_folder_in_the_url_becomes_the_host():
    settings = parsed("postgresql://cadres_app:x@/village_cadres?host=/var/Tmp/Run")

    assert settings["HOST"] == "/var/Tmp/Run"  # its case kept
    assert (settings["NAME"], settings["USER"]) == ("village_cadres", "cadres_app")


def test_a_server_elsewhere_keeps_its_options():
    settings = parsed("postgres://a:b@db.example:6432/city?sslmode=require")

    assert (settings["HOST"], settings["PORT"]) == ("db.example", 6432)
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert "lock_timeout" in settings["OPTIONS"]["options"]


def test_the_first_field_key_encrypts_and_the_others_stay():
    assert list(field_keys("k2:bbb=, k1:aaa=")) == ["k2", "k1"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("身份证 51132519900101123X 已登记", "身份证 [身份证号] 已登记"),
        ("tel 13812345678.", "tel [手机号]."),
        (
            "流水 1234567890123456789",
            "流水 1234567890123456789",
        ),  # 19 digits are no identity number
        ("k=113812345678", "k=113812345678"),
    ],
)
def test_logs_hold_no_personal_numbers(said, kept):
    record = logging.makeLogRecord({"msg": "%s", "args": (said,)})

    assert RedactingFormatter("%(message)s").format(record) == kept


def test_tracebacks_hold_none_either():
    try:
        raise ValueError("13812345678")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.makeLogRecord({"msg": "failed", "exc_info": info})

    assert "13812345678" not in RedactingFormatter().format(record)
