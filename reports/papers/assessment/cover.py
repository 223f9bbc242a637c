"""述职报告: the cover sheet of each cadre's report."""

from __future__ import annotations

from assessments.models import Entry
from cadres import codes
from reports.papers.assessment.matter import Matter
from reports.papers.assessment.words import SEALED, SIGNED, month
from reports.papers.document import Fields, Line, Look, Paper, Paragraph, label, opinion, value

WIDTHS = (1.1, 1.5, 1, 1.2, 1.1, 1.5)
ASPECTS = (
    ("德", "政治态度、遵守纪律、团结协作、公道正派的情况。"),
    ("能", "政策理解、组织协调、联系群众、处理矛盾的情况。"),
    ("勤", "在岗值班、走访群众、参加会议和学习的情况。"),
    ("绩", "本年度目标承诺和基层党建、脱贫攻坚、农村环境综合整治等重点工作的完成情况。"),
    ("廉", "执行小微权力清单、村务公开、廉洁履职的情况。"),
)


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give each cadre his cover, to stand before his report."""
    return tuple(_cover(matter, entry) for entry in matter.entries)


def _cover(matter: Matter, entry: Entry) -> Paper:
    year = matter.round.year
    return Paper(
        title="村干部年度述职报告",
        subtitle=f"（{year} 年度）",
        head=(f"单位：{matter.place}", f"名册截止：{matter.round.cutoff_on}"),
        blocks=(
            Fields(WIDTHS, _lines(matter, entry)),
            Paragraph("述职内容", Look.HEADING),
            Paragraph(
                f"依据{matter.instrument}，按五个方面逐项写明做了什么、结果怎样、还有哪些不足："
            ),
            *(Paragraph(f"（{aspect}）{text}") for aspect, text in ASPECTS),
            Paragraph("报告正文附后，会前三日交村党组织，会上宣读。", Look.NOTE),
        ),
        about=entry.pk,
        name=f"{entry.name}（{entry.village.name}）",
    )


def _lines(matter: Matter, entry: Entry) -> tuple[Line, ...]:
    person = matter.people.get(entry.person_id)
    party = codes.label("political_status", person.political_status) if person else ""
    return (
        Line(
            (
                label("姓　名"), value(entry.name),
                label("性　别"), value(person.get_sex_display() if person else ""),
                label("出生年月"), value(month(person.born_on) if person else ""),
            ),
            1.3,
        ),
        Line(
            (
                label("村（社区）"), value(entry.village.name),
                label("职　务"), value(entry.posts),
                label("政治面貌"), value(party),
            ),
            1.3,
        ),
        Line(
            (
                label("任现职时间"), value(month(matter.since.get(entry.person_id))),
                label("任职月数"), value(f"{entry.months} 个整月"),
                label("述职日期"), value(matter.votes.held_on(entry.village_id)),
            ),
            1.3,
        ),
        Line((label("述职人\n承　诺"), opinion("本报告内容真实。", SIGNED, across=5)), 3.4),
        Line((label("村党组织\n审核意见"), opinion("", SEALED, across=5)), 3.4),
    )  # fmt: skip
