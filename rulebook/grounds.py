"""The grounds of a stored decision, out of its own facts under its own rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy import record
from policy.finding import TAGS, VERDICTS, Finding
from policy.procedures import PROCEDURES
from policy.words import GRADE_LABELS
from rulebook.editions import book_in_force
from rulebook.fact_words import Fact, listed
from rulebook.models import Decision
from rulebook.other_effects import LABELS
from rulebook.quoting import quoted

LEVELS = {
    "met": "ok",
    "failed": "stop",
    "barred": "stop",
    "tie": "attention",
    "unknown": "attention",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One citation: what limit, in which words, of which rule, with which tag."""

    limit: str
    words: str
    rule: str
    paragraph: str
    basis: str
    tag: str
    source: str


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as it is read."""

    text: str
    verdict: str
    level: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a township's decision."""

    id: str
    name: str
    village: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a grounds sheet."""

    decision: Decision
    title: str
    outcome: str
    facts: Sequence[Fact]
    findings: Sequence[Said]
    people: Sequence[Person]
    who: str
    resting: Sequence[str]
    same: bool


def sheet(decision: Decision, who: str = "") -> Sheet | None:
    """Give a decision's sheet, or one person's part of it; None for a person it does not know."""
    rules, facts = decision.rules.body, decision.facts.body
    name, _, start = decision.procedure.partition("@")
    result, findings = PROCEDURES[name][start](rules, facts)
    rows = {str(row["id"]): row for row in facts.get("rows", ())}
    if who and who not in rows:
        return None
    found = [*result["rows"][who]["findings"]] if who else findings
    shown = listed(rows[who] if who else facts, decision.known.isoformat())
    return Sheet(
        decision=decision,
        title=LABELS.get(name, name) + "依据单",
        outcome=_outcome(who, result, decision.choices) if who else str(result.get("label", "")),
        facts=shown,
        findings=[_said(one, rules) for one in found],
        people=[_person(pk, row, result, decision.choices) for pk, row in rows.items()],
        who=rows[who]["name"] if who else "",
        resting=resting(found, rules),
        same=_same(decision, result, findings),
    )


def _same(decision: Decision, result: dict[str, Any], findings: list[Finding]) -> bool:
    """Say whether the recalculation is word for word what was stored."""
    sums = {"rules_sha": decision.rules_id, "facts_sha": decision.facts.sha}
    whole = record.Outcome(decision.procedure, **sums, result=result, findings=findings)
    return record.sha(whole.as_dict()) == decision.outcome_sha


def _person(
    pk: str, row: Mapping[str, Any], result: dict[str, Any], choices: Mapping[str, Any]
) -> Person:
    return Person(pk, row["name"], row["village"], _outcome(pk, result, choices))


def _outcome(pk: str, result: dict[str, Any], choices: Mapping[str, Any]) -> str:
    """Give a person's grade: as proposed, as a tie was settled, or as the committee changed it."""
    row = result["rows"][pk]
    if changed := choices.get("changed", {}).get(pk):
        label, reason = GRADE_LABELS[changed["grade"]], changed["reason"]
        return f"{label}（与建议不同：建议{row['label']}，理由：{reason}）"
    chosen = {str(one) for one in choices.get("chosen", ())}
    if row.get("grade") != "tie" or not chosen:
        return str(row["label"])
    settled = "excellent" if pk in chosen else row["fallback"]
    return f"{GRADE_LABELS[settled]}（并列中由党委会选定）"


def _said(finding: Finding, rules: Mapping[str, Any]) -> Said:
    verdict = finding["verdict"]
    return Said(
        text=finding["sentence"],
        verdict=VERDICTS[verdict],
        level=LEVELS.get(verdict, ""),
        grounds=tuple(ground(cite, rules) for cite in finding["cites"]),
    )


def ground(cite: Mapping[str, Any], rules: Mapping[str, Any]) -> Ground:
    """Give a citation as it is shown: the limit by its name, the words quoted or ours."""
    held = rules["values"].get(cite["key"])
    value = cite["value"].replace("..", "–")
    limit = f"{held['label']} {value}" if held else f"{cite['key']} {value}"
    return Ground(
        limit=limit,
        words=quoted(cite["quote"]) or cite["note"],
        rule=cite["rule"],
        paragraph=cite["paragraph"],
        basis=cite["basis"],
        tag=TAGS[cite["basis"]],
        source=cite["source"],
    )


def resting(findings: Iterable[Mapping[str, Any]], rules: Mapping[str, Any]) -> list[str]:
    """List the figures and readings a result rests on that nobody has confirmed in writing."""
    cites = [cite for finding in findings for cite in finding["cites"]]
    shown = [ground(cite, rules) for cite in cites if cite["basis"] in ("draft", "assume")]
    figures = [f"{one.limit}（{one.tag}，{one.rule}）" for one in shown]
    cited = {cite["rule"] for cite in cites}
    readings = [
        f"读法：{one.question}{rules['readings'][name]['answer']}（未书面确认，{one.rule}）"
        for name, one in book_in_force().held.readings.items()
        if one.rule in cited
        and name in rules["readings"]
        and rules["readings"][name]["status"] == "ours"
    ]
    return list(dict.fromkeys((*figures, *readings)))


def as_text(sheet: Sheet) -> str:
    """Print a sheet as plain lines, in the order of the page."""
    decision = sheet.decision
    lines = [f"{decision.subject_label} {sheet.who} {sheet.title}".replace("  ", " ")]
    lines += [f"{label}：{value}" for label, value in particulars(sheet)]
    if sheet.facts:
        lines.append("事实")
        lines += [f"  {one.label}：{one.value}（{one.source}，{one.day}）" for one in sheet.facts]
    lines.append("依据")
    for said in sheet.findings:
        lines.append(f"  [{said.verdict}] {said.text}")
        lines += [f"      {_line(one)}" for one in said.grounds]
    if sheet.people and not sheet.who:
        lines.append("各人结果")
        lines += [f"  {one.id} {one.name}（{one.village}）：{one.outcome}" for one in sheet.people]
    lines.append("以下各项未经书面确认，本依据单以其为前提")
    lines += [f"  {one}" for one in sheet.resting] or ["  无"]
    return "\n".join(lines)


def _line(one: Ground) -> str:
    parts = (one.limit, one.words, f"{one.rule} {one.paragraph}", one.source, one.tag)
    return "，".join(part for part in parts if part)


def particulars(sheet: Sheet) -> list[tuple[str, str]]:
    """Say who prepared and decided, when, by which rules, and whether it replays."""
    one = sheet.decision
    decided = f"{one.decided_by.name} {one.decided_on}" if one.decided_by else "尚未审定，为建议"
    pairs = [
        ("结果", sheet.outcome),
        ("提出", one.prepared_by.name if one.prepared_by else "系统按规则提出"),
        ("审定", decided),
        ("会议纪要", one.minutes),
        ("理由", one.reason),
        ("适用规则", f"{one.on} 生效、{one.known} 已公布的规则，核对码 {one.rules_id[:12]}"),
        ("事实核对码", one.facts.sha[:12]),
        ("重算", "按当时的规则和事实重新计算，结果一致" if sheet.same else "重新计算与当时不同"),
    ]
    return [(label, value) for label, value in pairs if value]
