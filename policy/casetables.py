"""Read the case tables out of a Markdown file, each line remembered."""

import re
from dataclasses import dataclass, field

HEADING = re.compile(r"(#{1,6})\s")
KEY = re.compile(r"([^\s|:：`]{1,12})\s*[:：]\s*(.*)")
RULE_LINE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
PROCEDURE = "程序"
EXPECTED = "→"


@dataclass(frozen=True)
class Problem:
    """Say what is wrong at a line of a case file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.text}"


@dataclass
class Scope:
    """Hold what a heading's section has said so far: its procedure and its keys."""

    level: int = 0
    procedure: str | None = None
    line: int = 0
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)
    used: bool = False


@dataclass
class Table:
    """Hold one table: its procedure, its keys, its header and its rows with their lines."""

    file: str
    line: int
    procedure: str
    keys: dict[str, tuple[str, int]]
    columns: list[str]
    rows: list[tuple[int, list[str]]]


class CaseFile:
    """Walk a file once, gathering tables and problems."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.tables: list[Table] = []
        self.problems: list[Problem] = []
        self.scopes = [Scope()]
        self._walk(text.splitlines())

    def problem(self, line: int, text: str) -> None:
        """Note a problem at a line."""
        self.problems.append(Problem(self.name, line, text))

    def _walk(self, lines: list[str]) -> None:
        block: list[tuple[int, str]] = []
        fenced = False
        for number, raw in enumerate([*lines, ""], start=1):
            line = raw.strip()
            fenced ^= line.startswith(("```", "~~~"))
            if line.startswith("|") and not fenced:
                block.append((number, line))
                continue
            if block:
                self._table(block)
                block = []
            if not fenced:
                self._line(number, line)
        for scope in self.scopes:
            self._unused(scope)

    def _line(self, number: int, line: str) -> None:
        if heading := HEADING.match(line):
            level = len(heading[1])
            while self.scopes[-1].level >= level:
                self._unused(self.scopes.pop())
            self.scopes.append(Scope(level))
            return
        key = KEY.fullmatch(line)
        if not key:
            return
        name, value = key[1], key[2].strip()
        if name == PROCEDURE:
            self._unused(self.scopes[-1])
            self.scopes[-1] = Scope(self.scopes[-1].level, value, number)
        elif any(scope.procedure is not None for scope in self.scopes):
            if name in self.scopes[-1].keys and not self.scopes[-1].used:
                self.problem(number, f"“{name}”写了两次")
            self.scopes[-1].keys[name] = value, number

    def _unused(self, scope: Scope) -> None:
        if scope.procedure is not None and not scope.used:
            self.problem(scope.line, f"程序“{scope.procedure}”下面没有表格")

    def _table(self, block: list[tuple[int, str]]) -> None:
        line, header = block[0][0], cells(block[0][1])
        expected = any(name.startswith(EXPECTED) for name in header)
        owners = [i for i, scope in enumerate(self.scopes) if scope.procedure is not None]
        if not owners:
            if expected:
                self.problem(line, "表格前没有“程序:…”一行")
            return
        for scope in self.scopes:
            scope.used = True
        if not expected:
            self.problem(line, f"表头没有以“{EXPECTED}”开头的列，什么也没有核对")
            return
        if len(block) < 3 or not RULE_LINE.fullmatch(block[1][1]):
            self.problem(line, "表头下面应有 |---| 一行和至少一行案例")
            return
        inner = self.scopes[owners[-1] :]
        keys = {name: item for scope in inner for name, item in scope.keys.items()}
        procedure = inner[0].procedure or ""
        rows = [row for item in block[2:] if (row := self._row(item, len(header)))]
        self.tables.append(Table(self.name, line, procedure, keys, header, rows))

    def _row(self, item: tuple[int, str], width: int) -> tuple[int, list[str]] | None:
        line, found = item[0], cells(item[1])
        if len(found) == width:
            return line, found
        self.problem(line, f"这一行有 {len(found)} 格，表头有 {width} 列")
        return None


def cells(line: str) -> list[str]:
    """Split a table line into its cells, keeping an escaped bar."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
