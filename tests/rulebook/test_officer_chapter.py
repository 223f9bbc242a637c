"""What the officers' chapter and the page show as examples is accepted as it stands."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from policy import book, outside
from policy.book import Book

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = (ROOT / "docs/policy-officer.md").read_text(encoding="utf-8")
PAGE = (ROOT / "templates/rulebook/file_new.html").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", CHAPTER, re.DOTALL)
EXAMPLES += [html.unescape(one) for one in re.findall(r"<pre[^>]*>(.*?)</pre>", PAGE, re.DOTALL)]


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_can_be_published(text):
    Book(outside.taken(book.packaged().held, "例.yaml", text))


def test_there_are_examples_of_each_kind():
    assert len(EXAMPLES) == 5
    assert {outside.kind_of(text) for text in EXAMPLES} == {"values", "county", "catalogues"}


def test_the_faults_shown_are_those_the_check_gives():
    broken = EXAMPLES[0].replace('"18%"', "0.18")
    held = outside.taken(book.packaged().held, "cap-2019.yaml", broken)
    shown = set(re.findall(r"^cap-2019\.yaml:\d+ .*$", CHAPTER, re.MULTILINE))

    assert {str(fault) for fault in held.faults} == shown


def test_numbers_and_pictures_of_the_chapter_are_right():
    assert f"现有 {len(book.packaged().held.readings)} 条" in CHAPTER
    for picture in re.findall(r"\]\((screenshots/[^)]+)\)", CHAPTER):
        assert (ROOT / "docs" / picture).exists(), picture
