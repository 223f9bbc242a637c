"""Where every rule of table A lives: figure, catalogue entry, procedure, people, or a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policy.book import Book
from policy.finding import TAGS
from rulebook.coverage_table import USES, Use
from rulebook.other_effects import LABELS
from rulebook.quoting import quoted
from rulebook.screen_names import SCREENS

LATER = "随后续模块：{}"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule with everything it became."""

    id: str
    label: str
    paragraph: str
    quote: str
    figures: tuple[dict[str, str], ...]
    entries: tuple[dict[str, str], ...]
    use: Use

    @property
    def lives(self) -> list[str]:
        """Say in words what the rule became."""
        found = [f"数值 {one['label']}（{one['where']}{one['value']}）" for one in self.figures]
        if self.entries:
            found.append("目录 " + "、".join(one["code"] for one in self.entries))
        found += [f"程序 {LABELS[name]}" for name in self.use.procedures]
        if self.use.judgement:
            found.append(f"由人判断：{self.use.judgement}")
        if self.use.figure:
            found.append(f"报表数：{self.use.figure}")
        if not found and self.id == "SCOPE-DOC":
            found.append("文件本身：每条依据都引它")
        return found

    @property
    def used(self) -> list[str]:
        """Name the pages and papers that use it today, and the module that will."""
        named = [SCREENS[name] for name in self.use.screens]
        later = [LATER.format(self.use.later)] if self.use.later else []
        return list(dict.fromkeys(named)) + later


def lines(book: Book) -> list[Line]:
    """Give every rule of the article in the order of its paragraphs."""
    return [
        Line(
            id=rule.id,
            label=rule.label,
            paragraph=rule.paragraph,
            quote=quoted(rule.quote),
            figures=_figures(book, rule.id),
            entries=_entries(book, rule.id),
            use=USES[rule.id],
        )
        for rule in book.held.rules.values()
    ]


def _figures(book: Book, rule: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "key": one.row.key,
            "label": book.held.params[one.row.key].label,
            "where": f"{one.where} " if one.where else "",
            "value": "未定" if one.row.text == "none" else one.row.text,
            "basis": one.row.basis,
        }
        for one in book.held.rows
        if one.row.cite == rule
    )


def _entries(book: Book, rule: str) -> tuple[dict[str, str], ...]:
    found: dict[str, dict[str, Any]] = {}
    for name, entries in book.held.entries.items():
        for entry in entries:
            if rule in (entry.cite, book.held.catalogues[name].rule):
                found[entry.code] = {"code": entry.code, "text": entry.text, "basis": entry.basis}
    return tuple(found.values())


def as_text(book: Book) -> list[str]:
    """Print the table, one rule to a few lines, and the sum."""
    out = []
    found = lines(book)
    for line in found:
        tags = sorted({TAGS[one["basis"]] for one in (*line.figures, *line.entries)})
        out.append(f"{line.id} {line.label}（{line.paragraph}）{'、'.join(tags)}")
        out.append(f"  落实：{'；'.join(line.lives)}")
        out.append(f"  用处：{'；'.join(line.used) or '暂无'}")
    later = sum(bool(line.use.later) for line in found)
    out.append(f"表 A 共 {len(found)} 条，都有落处；其中 {later} 条的页面或报表随后续模块。")
    return out
