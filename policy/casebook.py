"""Run case tables that an official can read: count the cells checked, list every difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policy import files
from policy.book import Book, packaged
from policy.casecolumns import SPECS
from policy.casespec import Allowed, Spec
from policy.casetables import EXPECTED, CaseFile, Problem, Table

Row = tuple[int, dict[str, str]]


@dataclass
class Report:
    """Hold what a run checked and what it found wrong."""

    cells: int = 0
    tables: int = 0
    files: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether something was checked and nothing was wrong."""
        return self.cells > 0 and not self.problems

    def lines(self) -> list[str]:
        """Return the report as lines to print, the count last."""
        lines = [str(problem) for problem in self.problems]
        lines.append(f"核对 {self.files} 个文件、{self.tables} 张表、{self.cells} 格。")
        if not self.cells:
            lines.append("什么也没有核对，按失败处理。")
        elif self.problems:
            lines.append(f"有 {len(self.problems)} 处不符。")
        return lines


def check(paths: Iterable[Path], book: Book | None = None) -> Report:
    """Run every table of every file or folder given, by the packaged rulebook unless told."""
    report, rulebook = Report(), book or packaged()
    for path in paths:
        for file in files.case_files(path):
            report.files += 1
            try:
                text = files.read_text(file)
            except (OSError, UnicodeDecodeError):
                report.problems.append(Problem(str(file), 1, "打不开或不是 UTF-8 文字"))
                continue
            check_text(str(file), text, rulebook, report)
    return report


def check_text(name: str, text: str, book: Book, report: Report) -> None:
    """Run every table of one file's text into a report."""
    found = CaseFile(name, text)
    report.problems.extend(found.problems)
    for table in found.tables:
        report.tables += 1
        _table(table, book, report)


def _table(table: Table, book: Book, report: Report) -> None:
    spec = SPECS.get(table.procedure)
    if spec is None:
        said = f"没有程序“{table.procedure}”，只有：{'、'.join(SPECS)}"
        report.problems.append(Problem(table.file, table.line, said))
        return
    if wrong := list(_columns(table, spec)):
        report.problems.extend(wrong)
        return
    before, known = report.cells, len(report.problems)
    rows = [_facts(table, spec, line, cells) for line, cells in table.rows]
    for (line, cells), got in zip(
        table.rows, _answers(table, spec, rows, book, report), strict=True
    ):
        if got is not None:
            _compare(table, spec, line, cells, got, report)
    if report.cells == before and len(report.problems) == known:
        report.problems.append(Problem(table.file, table.line, "这张表没有一格可核对"))


def _columns(table: Table, spec: Spec) -> Iterable[Problem]:
    seen: set[str] = set()
    for column in table.columns:
        if column in seen:
            yield Problem(table.file, table.line, f"列“{column}”写了两次")
        seen.add(column)
        if column.startswith(EXPECTED):
            if column[1:].strip() not in spec.expects:
                allowed = "、".join(EXPECTED + name for name in spec.expects)
                said = f"没有要核对的列“{column}”，只有：{allowed}"
                yield Problem(table.file, table.line, said)
        elif not spec.knows(column):
            said = f"不认识的列“{column}”，只有：{'、'.join(spec.columns) or '年份'}"
            yield Problem(table.file, table.line, said)
    for key, (_, line) in table.keys.items():
        if key in seen:
            yield Problem(table.file, line, f"“{key}”既写在表前又是列")
        elif key not in spec.keys and not spec.knows(key):
            yield Problem(table.file, line, f"不认识的“{key}”")


def _facts(table: Table, spec: Spec, line: int, cells: Sequence[str]) -> Row:
    facts = dict.fromkeys((*spec.keys, *spec.columns), "")
    facts |= {key: value for key, (value, _) in table.keys.items()}
    facts |= {
        column: cell
        for column, cell in zip(table.columns, cells, strict=True)
        if not column.startswith(EXPECTED)
    }
    return line, facts


def _answers(
    table: Table, spec: Spec, rows: Sequence[Row], book: Book, report: Report
) -> list[dict[str, str] | None]:
    """Ask the rulebook; a case it refuses has no answer and is a problem."""
    if spec.whole_table:
        return _asked(table, spec, rows, book, report)
    return [one for row in rows for one in _asked(table, spec, [row], book, report)]


def _asked(
    table: Table, spec: Spec, rows: Sequence[Row], book: Book, report: Report
) -> list[dict[str, str] | None]:
    try:
        return list(spec.run(book, [facts for _, facts in rows]))
    except (ValueError, LookupError) as error:
        row = getattr(error, "row", None)
        line = rows[int(row or 0)][0] if row or not spec.whole_table else table.line
        report.problems.append(Problem(table.file, line, str(error)))
        return [None] * len(rows)


def _compare(
    table: Table,
    spec: Spec,
    line: int,
    cells: Sequence[str],
    got: dict[str, str],
    report: Report,
) -> None:
    for column, expected in zip(table.columns, cells, strict=True):
        if not column.startswith(EXPECTED) or not expected:
            continue
        name = column[1:].strip()
        report.cells += 1
        answer, wrong = got[name], _word(expected, spec.expects[name])
        if wrong or answer != expected:
            said = f"{name}: expected {expected}, got {answer or '（空）'}{wrong}"
            report.problems.append(Problem(table.file, line, said))


def _word(expected: str, allowed: Allowed) -> str:
    words, pattern = allowed
    if expected in words or (pattern and pattern.fullmatch(expected)):
        return ""
    form = "、".join(words) or "规定的写法"
    rest = "（或规定写法的数）" if words and pattern else ""
    return f"；不认识的词“{expected}”，只能是：{form}{rest}"
