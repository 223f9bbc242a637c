"""Every row of table A lives somewhere, and says honestly where it is not used yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from policy import book
from policy.procedures import PROCEDURES
from rulebook import coverage
from rulebook.coverage_table import USES
from rulebook.other_effects import LABELS
from rulebook.screen_names import SCREENS

POLICY = Path(__file__).resolve().parents[2] / "docs/policy.md"


def rows() -> list[str]:
    text = POLICY.read_text(encoding="utf-8")
    table = text[text.index("\n## A.") : text.index("\n## B.")]
    return re.findall(r"^\| ([A-Z0-9-]{4,}) \|", table, re.MULTILINE)


def test_no_row_of_the_table_is_missing():
    found = rows()

    assert len(found) == 71
    assert set(found) == set(USES) == set(book.packaged().held.rules)


@pytest.mark.parametrize("line", coverage.lines(book.packaged()), ids=lambda line: line.id)
def test_a_row_lives_somewhere_and_is_used_or_says_when(line):
    assert line.lives
    assert line.used


def test_named_procedures_and_pages_are_real():
    named = {name for use in USES.values() for name in use.procedures}
    screens = {name for use in USES.values() for name in use.screens}
    known = {
        f"{space}:{name}"
        for space, (_, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }

    assert named <= PROCEDURES.keys() == LABELS.keys()
    assert screens <= SCREENS.keys() <= known


def test_what_is_called_judgement_or_a_count_is_no_figure_in_disguise():
    for line in coverage.lines(book.packaged()):
        if not (line.figures or line.entries or line.use.procedures):
            assert line.use.judgement or line.use.figure or line.id == "SCOPE-DOC", line.id


def test_every_reader_sees_the_rulebook(
    client_of, clerk, committee, officer, city_officer, auditor
):
    for reader in (clerk, committee, officer, city_officer, auditor):
        for name in ("figures", "catalogues", "counties", "readings", "article", "files"):
            answer = client_of(reader).get(reverse(f"rulebook:{name}"))
            assert answer.status_code == 200, (reader.role, name)


def test_the_pages_show_counts_and_tags(client_of, clerk):
    browser = client_of(clerk)
    pages = {
        name: browser.get(reverse(f"rulebook:{name}")).content.decode()
        for name in ("figures", "catalogues", "readings", "article")
    }

    assert "村干部‘优秀’等次比例不超过乡镇（街道）村干部总数的20%" in pages["figures"]
    for code in ("BC-6", "NS-9", "NS-13", "W-10", "R-12", "HN-2020-10"):
        assert code in pages["catalogues"]
    assert "草拟·待核对" in pages["catalogues"]
    assert "待确认" in pages["readings"]
    assert all(rule in pages["article"] for rule in rows())
