"""docs/access.md says what the doors say."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from config.access import ROWS, table
from tests.test_doors import ADDRESSES


def test_the_page_and_the_doors_agree():
    call_command("access_table", "--check")  # else run `manage.py access_table`


def test_every_address_has_a_line():
    assert table().count("\n| `/") == len(ADDRESSES)


def test_every_kind_of_rows_is_named():
    kinds = {found.callback.door.of for found in ADDRESSES.values()}

    assert kinds <= ROWS.keys() | {""}, "please name them in config/access.py"


def test_a_page_out_of_date_is_said_so(tmp_path):
    file = tmp_path / "access.md"
    file.write_text("old")

    with pytest.raises(SystemExit):
        call_command("access_table", "--check", f"--file={file}")
    call_command("access_table", f"--file={file}")
    call_command("access_table", "--check", f"--file={file}")
