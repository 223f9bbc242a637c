"""Say in whole Chinese sentences why a cadre has this grade."""

from decimal import Decimal

from policy.figures import percent, plain, two_places
from policy.finding import Finding, Shown, Verdict, finding
from policy.procedures.grade_entry import Entry, GradeRules, seats_of
from policy.procedures.grade_seats import Cut, Fate
from policy.words import GRADES


def seat_arithmetic(headcount: int | None, product: Decimal | None, rules: GradeRules) -> str:
    """Show how the seats come about: 21 × 20% = 4.2，舍去小数."""
    if headcount is None or product is None:
        return "在岗总数未报，名额算不出"
    tail = "" if product == product.to_integral_value() else "，舍去小数"
    return f"{headcount} × {percent(rules.top_share)} = {plain(product)}{tail}"


def no_grade(entry: Entry, rules: GradeRules) -> Finding:
    """Explain why there is no grade this year."""
    sentence = f"{entry.no_grade}，本年度不定等次，也不占优秀名额。"
    seen = {"months": None if entry.months is None else str(entry.months)}
    return finding("grade.no_grade", "info", sentence, rules.cites["months"], seen)


def composite(entry: Entry, rules: GradeRules) -> Finding:
    """Show the composite's arithmetic, or what is missing and how far it could reach."""
    parts = (
        f"{_shown(entry.report)}×{rules.shown['plan.report_share']}"
        f" + {_shown(entry.target)}×{rules.shown['plan.target_share']}"
    )
    seen = {"report_rating": _text(entry.report), "target_score": _text(entry.target)}
    cites = rules.cites["composite"]
    if entry.report is None or entry.target is None:
        missing = "、".join(_missing(entry))
        reach = f"{two_places(entry.low)} 至 {two_places(entry.high)}"
        said = f"缺{missing}，综合算不出（{parts}），补报后可在 {reach} 之间。"
        return finding("grade.composite", "unknown", said, cites, seen)
    sentence = f"综合 {entry.said} = {parts}{_precision(entry)}。"
    return finding("grade.composite", "info", sentence, cites, seen)


def _precision(entry: Entry) -> str:
    """Say what decides where the numbers in the sentence are rounded."""
    shown = two_places(entry.low)
    if entry.total == shown:
        return ""
    if entry.said == entry.total:
        return f"（显示为 {shown}，以精确值定等次）"
    return f"（显示两位小数，以精确值 {entry.total} 定等次）"


def _missing(entry: Entry) -> list[str]:
    parts = (("述职测评分", entry.report), ("目标考核分", entry.target))
    return [name for name, part in parts if part is None]


def _shown(part: Decimal | None) -> str:
    return "？" if part is None else two_places(part)


def _text(part: Decimal | None) -> str | None:
    return None if part is None else str(part)


def band(entry: Entry, index: int, rules: GradeRules) -> Finding:
    """Say which band the composite stands in."""
    grade, low = rules.bands[index]
    total = entry.said
    if index == 0:
        sentence = f"综合 {total} 分，达到{GRADES[grade]}线 {plain(low)} 分。"
    else:
        upper = plain(rules.bands[index - 1][1])
        sentence = f"综合 {total} 分，在{GRADES[grade]}档（{plain(low)} 分以上，不满 {upper} 分）。"
    verdict: Verdict = "met" if index == 0 else "info"
    return finding(f"grade.band.{grade}", verdict, sentence, rules.cites[grade])


def gates(entry: Entry, rules: GradeRules) -> list[Finding]:
    """Say which gates to 优秀 are shut, open or unknown."""
    found = []
    if entry.measures:
        said = f"本年度受{'、'.join(entry.measures)}，不得评为优秀。"
        found.append(finding("grade.measure", "barred", said, rules.cites["measure"]))
    if entry.past_measures:
        said = f"另有{'、'.join(entry.past_measures)}，不影响本年度评优。"
        found.append(finding("grade.measure", "info", said, rules.cites["measure"]))
    if entry.principal is not False:
        found.append(_team(entry, rules))
    return found


def _team(entry: Entry, rules: GradeRules) -> Finding:
    cites, floor = rules.cites["team"], rules.team_scale[rules.team_floor]
    seen = {"team_result": entry.team}
    if entry.team_gate == "unknown":
        lacking = "职务未填" if entry.principal is None else "所在班子考核结果未报"
        said = f"{lacking}，能否评优未定（班子“{floor}”及以下的书记、主任不得评优）。"
        return finding("grade.team", "unknown", said, cites, seen)
    if entry.team_gate == "barred":
        said = f"所在班子考核结果为“{entry.team}”，书记、主任当年度不得评优，仍计入总数。"
        return finding("grade.team", "barred", said, cites, seen)
    said = f"所在班子考核结果为“{entry.team}”，不限制评优。"
    return finding("grade.team", "met", said, cites, seen)


def place(entry: Entry, fate: Fate, cut: Cut, seats: str, rules: GradeRules) -> Finding:
    """Say where the cadre stands against the seats; `seats` is their arithmetic."""
    rank = cut.rank(entry.low)
    quota = f"优秀名额 {'未知' if cut.seats is None else cut.seats} 个（{seats}）"
    start = f"综合 {entry.said} 在可评优者中排第 {rank}，{quota}，"
    verdict, rest = _STANDING[fate](entry, cut)
    seen: Shown = {"rank": str(rank), "level": str(cut.level(entry.low))}
    need = {"seats": None if cut.seats is None else str(cut.seats)}
    return finding("grade.rank", verdict, start + rest, rules.cites["seats"], seen, need)


def _top(_entry: Entry, _cut: Cut) -> tuple[Verdict, str]:
    return "met", "在名额内，建议优秀。"


def _out(_entry: Entry, cut: Cut) -> tuple[Verdict, str]:
    if cut.seats == 0:
        return "failed", "没有名额，够优秀线也定称职。"
    return "failed", "名额已由前面的人占用，定称职。"


def _tie(entry: Entry, cut: Cut) -> tuple[Verdict, str]:
    level, left = cut.level(entry.low), cut.left_at(entry.low)
    return "tie", f"同分 {level} 人、名额只剩 {left} 个，程序不代定，由乡镇党委决定并留记录。"


def _open(entry: Entry, cut: Cut) -> tuple[Verdict, str]:
    if cut.seats is None:
        return "unknown", "报齐在岗总数后再定。"
    if entry.team_gate == "unknown":
        lacking = "职务" if entry.principal is None else "所在班子结果"
        return "unknown", f"本人{lacking}补报后再定。"
    return "unknown", "有人缺分或班子结果未报，可能占用名额，补报后再定。"


_STANDING = {"top": _top, "out": _out, "tie": _tie, "open": _open}


def township(
    headcount: int | None, seats: int | None, arithmetic: str, rows: int, rules: GradeRules
) -> list[Finding]:
    """Explain the township's seats, and point out a headcount smaller than the list."""
    cites = rules.cites["seats"]
    seen = {"headcount": None if headcount is None else str(headcount), "rows": str(rows)}
    if seats is None:
        said = f"{arithmetic}，够优秀线的都为待定。"
        return [finding("grade.seats", "unknown", said, cites, seen)]
    none = "，没有名额；不进位，也不与别处合并" if seats == 0 else ""
    found = [
        finding("grade.seats", "info", f"优秀名额 {seats} = {arithmetic}{none}。", cites, seen)
    ]
    if headcount is not None and headcount < rows:
        said = f"参加考核 {rows} 人，多于在岗总数 {headcount} 人，请核对在岗总数。"
        found.append(finding("grade.headcount", "info", said, cites, seen))
    return found


def without_ungraded(
    headcount: int | None, seats: int | None, ungraded: int, rules: GradeRules
) -> list[Finding]:
    """Point out where leaving out the ungraded would give other seats: the base is a reading."""
    if headcount is None or headcount < ungraded:
        return []
    fewer, product = seats_of(headcount - ungraded, rules)
    if fewer == seats:
        return []
    other = seat_arithmetic(headcount - ungraded, product, rules)
    said = f"如不计无等次的 {ungraded} 人，名额为 {fewer} 个（{other}）；现按在册总数计（暂定）。"
    return [finding("grade.base", "info", said, rules.cites["seats"])]
