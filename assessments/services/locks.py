"""The round in hand, locked, as the acting person sees it."""

from __future__ import annotations

from accounts.acting import Acting
from assessments.models import Round
from assessments.services.races import races_refused


def locked_round(round: Round, by: Acting) -> Round:  # noqa: A002
    """Lock one round against everybody else until the transaction ends."""
    rows = Round.objects.visible_to(by).select_related("township", "plan__county")
    with races_refused():
        return rows.locked().get(pk=round.pk)
