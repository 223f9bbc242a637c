"""Cells that a grid sends by itself while it is typed: saved where they can be, told where not.

A cell comes with what the page showed of it. What cannot be saved does not keep the rest out: a
pasted column with one slip is saved but for the slip.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.acting import Acting
from accounts.answer import Refused
from assessments.forms.grids import tidy
from assessments.models import Round
from assessments.services.cells import CellsRefused, Key, by_row
from assessments.views.sheets import Sheet


class Sent:
    """What one request brings, and what became of it."""

    def __init__(self, kind: type[Sheet], found: Round, acting: Acting, data: Any) -> None:
        self.kind, self.round, self.acting = kind, found, acting
        self.how = str(data.get("how", ""))
        self.texts, self.before = _texts(data, "c-"), _texts(data, "wc-")
        self.rows = {pk for pk, _ in self.texts}
        self.refused: dict[Key, str] = {}
        self.changed = 0
        self.sheet = kind(found, acting, only=self.rows)

    def save(self) -> dict[str, Any]:
        """Save what can be; say of each cell what stands now and what is wrong with it."""
        typed = self._read(self.texts, self.refused)
        self._write(typed, self._read(self.before, {}))
        return self._answer()

    def _read(self, texts: Mapping[Key, str], faults: dict[Key, str]) -> dict[Key, Any]:
        """Make values of texts; say in `faults` which cannot be read."""
        values: dict[Key, Any] = {}
        for (pk, column), text in texts.items():
            if column not in self.sheet.columns:
                continue
            try:
                values[pk, column] = self.sheet.read(column, text)
            except ValueError as unreadable:
                faults[pk, column] = str(unreadable)
        return values

    def _write(self, typed: dict[Key, Any], shown: dict[Key, Any]) -> None:
        try:
            self.changed = self._try(typed, shown)
        except CellsRefused as refused:
            self.refused |= refused.cells
            self._write_rest(typed, shown)
        except Refused as refused:
            self.refused |= dict.fromkeys(typed, str(refused))

    def _write_rest(self, typed: dict[Key, Any], shown: dict[Key, Any]) -> None:
        """Try once more without what was refused."""
        rest = {key: value for key, value in typed.items() if key not in self.refused}
        try:
            self.changed = self._try(rest, shown)
        except CellsRefused as refused:
            self.refused |= dict.fromkeys(rest, refused.objections[0]) | refused.cells
        except Refused as refused:
            self.refused |= dict.fromkeys(rest, str(refused))

    def _try(self, typed: dict[Key, Any], shown: dict[Key, Any]) -> int:
        if not typed:
            return 0
        return self.sheet.write(by_row(typed), by_row(shown), self.how)

    def _answer(self) -> dict[str, Any]:
        now = self.kind(self.round, self.acting, only=self.rows)
        held = {cell.name: cell.text for row in now.grid.rows for cell in row.cells}
        names = {key: f"c-{key[0]}-{key[1]}" for key in self.texts}
        return {
            "held": {name: held[name] for name in names.values() if name in held},
            "refused": {names[key]: said for key, said in self.refused.items() if key in names},
            "sums": {str(row.pk): now.sums(row) for row in now.grid.rows},
            "said": f"已保存 {self.changed} 格" if self.changed else "",
        }


def _texts(data: Any, prefix: str) -> dict[Key, str]:
    """Take the cells out of what was sent: `c-12-virtue` is row 12's."""
    found: dict[Key, str] = {}
    for name in data:
        if name.startswith(prefix):
            pk, _, column = name.removeprefix(prefix).partition("-")
            if pk.isascii() and pk.isdecimal() and len(pk) < 18 and column:
                found[int(pk), column] = tidy(data[name])
    return found
