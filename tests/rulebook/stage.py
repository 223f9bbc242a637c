"""Rule files, trials and stored decisions for the tests of the rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from accounts.acting import Acting
from accounts.models import Division
from assessments.models import Round
from assessments.services.deciding import proposal_of
from assessments.services.proposals import store_proposals
from rulebook import publishing, trying, variants
from rulebook.editions import book_in_force
from rulebook.models import Decision, RuleFile, WhatIf

HEAD = "instrument: city-2018\ndocument: 衡组发〔2018〕8 号\nissued: 2018-12-01\n"
CAP = (
    HEAD + "values:\n"
    '  - {key: grade.top_share, from: 2018-01-01, known: 2018-03-05, is: "40%",'
    " cite: ASSESS-EXCELLENT-CAP, basis: seed, quote: 优秀等次不超过百分之四十}\n"
)
COUNTY = (
    'instrument: leiyang\nwhere: "430481"\ntitle: 耒阳市在岗要求\n'
    "document: 耒组发〔2018〕2 号\nissued: 2018-12-02\nvalues:\n"
    '  - {key: attendance.days, from: 2019-03-01, known: 2019-02-01, is: "24",'
    " cite: DUTY-22, basis: seed, quote: 每月在村不少于24天}\n"
)
LETTER = HEAD + "confirmations:\n  - {kind: entry, code: W-03}\n"
READING = HEAD.replace("8 号", "9 号") + "confirmations:\n  - {kind: reading, code: seats-floor}\n"


def proposed(by: Acting, text: str = CAP) -> RuleFile:
    """Put a file forward."""
    return publishing.propose_file(name="新版.yaml", text=text, note="", by=by)


def published(by: Acting, second: Acting, text: str = CAP) -> RuleFile:
    """Put a file forward and publish it."""
    file = proposed(by, text)
    publishing.rule_on_file(file=file, publish=True, reason="", by=second)
    return RuleFile.objects.get(pk=file.pk)


def stored(found: Round) -> Decision:
    """Store what the rulebook proposes for a round."""
    return store_proposals([proposal_of(found)], prepared_by=None)[0]


def trial(by: Acting, place: Division, lines: Sequence[str] = ("grade.top_share=40%",)) -> WhatIf:
    """Ask for a trial of some figures."""
    asked: list[dict[str, Any]] = [variants.variant(book_in_force(), line) for line in lines]
    given = {"division": place, "year": 2018, "base_pay": Decimal(12_000)}
    return trying.start_trial(**given, variants=asked, by=by)
