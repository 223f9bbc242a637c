"""What becomes of each post an ended unit left behind."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres.posts import Post
from cadres.queries.carrying import Line

LATER, NOTHING = "", "none"


class CarryForm(forms.Form):
    """A choice for every post; what is left open goes on waiting."""

    def __init__(self, data: Any = None, *, lines: list[Line]) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            self.fields[name_of(line)] = forms.ChoiceField(
                label=f"{line.held.name} {line.held.tenure}",
                required=False,
                choices=_choices(line),
                initial=line.proposal.value if line.proposal else LATER,
            )

    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        """Give each line with its field."""
        return [(line, self[name_of(line)]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.choices_made():
            raise forms.ValidationError(
                "没有选定任何一项。请至少为一人选定接续的职务，或选“不再任职”。"
            )
        return self.cleaned_data

    def choices_made(self) -> dict[int, Post | None]:
        """Give what was chosen, by tenure."""
        asked = {line.held.tenure.pk: self.cleaned_data.get(name_of(line)) for line in self.lines}
        return {pk: None if one == NOTHING else Post(one) for pk, one in asked.items() if one}


def name_of(line: Line) -> str:
    """Name a line's field."""
    return f"post-{line.held.tenure.pk}"


def _choices(line: Line) -> list[tuple[str, str]]:
    successor = line.held.tenure.village.successor
    return [
        *((post.value, f"接续任{successor}{post.label}") for post in line.posts),
        (NOTHING, "不再任职（建制调整离任）"),
        (LATER, "暂不办理"),
    ]
