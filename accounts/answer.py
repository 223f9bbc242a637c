"""What a rule answers when somebody asks whether he may do a thing."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(Exception):  # noqa: N818  (it is an answer, not a failure)
    """The thing asked for is not possible now; carries sentences for the person who asked."""

    def __init__(self, *objections: str) -> None:
        super().__init__(" ".join(objections))
        self.objections = objections


@dataclass(frozen=True, slots=True)
class Answer:
    """True when nothing stands against the question; otherwise it says what does.

    `forbidden` holds what no correction of the input could change (the person is the wrong one:
    403); `objections` hold what can be mended (shown on the form).
    """

    objections: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not (self.objections or self.forbidden)

    def __and__(self, other: Answer) -> Answer:
        return Answer(self.objections + other.objections, self.forbidden + other.forbidden)

    def beyond(self, known: Answer) -> Answer:
        """Keep what another answer does not say already."""
        return Answer(
            tuple(one for one in self.objections if one not in known.objections),
            tuple(one for one in self.forbidden if one not in known.forbidden),
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.forbidden + self.objections

    def require(self) -> None:
        """Raise PermissionDenied or Refused unless the answer is yes."""
        if self.forbidden:
            raise PermissionDenied(self.forbidden[0])
        if self.objections:
            raise Refused(*self.objections)


YES = Answer()


def unless(holds: bool, objection: str) -> Answer:  # noqa: FBT001
    """Object with this sentence unless the condition holds."""
    return YES if holds else Answer(objections=(objection,))


def only_if(holds: bool, sentence: str) -> Answer:  # noqa: FBT001
    """Forbid with this sentence unless the condition holds."""
    return YES if holds else Answer(forbidden=(sentence,))
