"""The README's glossary holds every row of the policy's."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\|(.+)\|(.+)\|(.+)\|\s*$", re.MULTILINE)


def glossary(text: str, heading: str) -> set[tuple[str, ...]]:
    """Give the rows of the table below a heading, head and rule line left out."""
    body = text[re.search(heading, text, re.MULTILINE).end() :]
    body = re.split(r"^## ", body, maxsplit=1, flags=re.MULTILINE)[0]
    rows = {tuple(cell.strip() for cell in row) for row in ROW.findall(body)}
    return {row for row in rows if row[0] != "中文" and not set(row[0]) <= set("-: ")}


def test_the_readme_explains_every_word_of_the_policy():
    policy = glossary((ROOT / "docs/policy.md").read_text(encoding="utf-8"), r"^## D\..*$")
    readme = glossary((ROOT / "README.md").read_text(encoding="utf-8"), r"^## Glossary\s*$")

    assert len(policy) > 40
    assert not policy - readme
