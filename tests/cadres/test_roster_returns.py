"""Refused rows come back as a workbook, are mended in it and sent again."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import Batch
from cadres.rosters.returns import refused_workbook
from tests.cadres.factories import fresh_number
from tests.cadres.rosters_made import HEADS, counts, person_row, roster, take

pytestmark = pytest.mark.usefixtures("day")

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def saved(sheet) -> bytes:
    out = io.BytesIO()
    sheet.parent.save(out)
    return out.getvalue()


def send(content: bytes, township, clerk, name: str = "改好.xlsx") -> Batch:
    with acting_as(clerk):
        return services.take_roster(township=township, name=name, content=content, by=clerk)


def back(batch: Batch, clerk):
    with acting_as(clerk):
        return opened(refused_workbook(batch, clerk))


def test_the_rows_come_back_as_they_were_sent_with_reasons_at_their_cells(township, village, clerk):
    number = fresh_number()
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    batch = take(township, clerk, person_row("曾国华", fresh_number()), person_row("单小红", wrong))

    sheet = back(batch, clerk)

    assert [cell.value for cell in sheet[1]] == ["原行号", *HEADS, "原因"]
    assert sheet.max_row == 2
    assert [cell.value for cell in sheet[2]][:10] == [3, *person_row("单小红", wrong)]
    cell = sheet["D2"]
    assert (cell.value, cell.data_type, cell.number_format) == (wrong, "s", "@")
    assert "校验" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFFDECEB"
    assert sheet["C2"].comment is None
    assert "校验" in sheet["K2"].value


def test_a_formula_in_a_cell_stays_a_text(township, village, clerk):
    formula = '=HYPERLINK("x","y")'
    sheet = back(take(township, clerk, person_row("单小红", "", phone=formula)), clerk)

    assert (sheet["J2"].value, sheet["J2"].data_type) == (formula, "s")


def test_mended_rows_are_taken_when_they_are_sent_again(township, village, clerk):
    sheet = back(take(township, clerk, person_row("单小红", "")), clerk)
    sheet["D2"].value = fresh_number()

    again = send(saved(sheet), township, clerk)

    assert counts(again) == {"new": 1}
    assert "0" not in again.columns
    assert str(len(HEADS) + 1) not in again.columns


def test_rows_that_were_not_mended_come_back_for_the_same_reasons(township, village, clerk):
    first = take(township, clerk, person_row("单小红", ""), person_row("曾国华", "1"))

    again = send(saved(back(first, clerk)), township, clerk)

    assert sorted(again.rows.values_list("refused", flat=True)) == sorted(
        first.rows.values_list("refused", flat=True)
    )


@pytest.mark.parametrize("name", ["roster-a.xlsx", "roster-b.xlsx", "roster-c.csv"])
def test_the_samples_come_back_with_their_villages(township, clerk, village, name):
    """Every village is unknown here: merged cells and all, each row must carry its own."""
    batch = send((SAMPLES / name).read_bytes(), township, clerk, name)
    sheet = back(batch, clerk)
    heads = [cell.value for cell in sheet[1]]
    village_at = next(int(c) for c, key in batch.columns.items() if key == "village") + 1

    assert sheet.max_row == batch.counts["refused"] + 1
    assert heads[1:-1] == batch.heads
    assert all(row[village_at].value for row in sheet.iter_rows(min_row=2))


def test_a_column_that_people_named_is_known_again_and_one_they_left_out_stays_out(
    township, village, clerk
):
    heads = ("片区", *HEADS[1:])
    content = roster(person_row("单小红", "", village="杨仙"), heads=heads)
    batch = send(content, township, clerk, "花名册.csv")
    chosen = {int(column): key for column, key in batch.columns.items()} | {0: "village", 8: ""}
    with acting_as(clerk):
        batch = services.set_columns(batch=batch, sheet="", columns=chosen, by=clerk)
    sheet = back(batch, clerk)
    sheet["D2"].value = fresh_number()

    again = send(saved(sheet), township, clerk)

    assert counts(again) == {"new": 1}
    assert "phone" not in again.columns.values()


def test_the_second_row_of_a_person_comes_back_with_the_first(township, village, clerk):
    number = fresh_number()
    batch = take(
        township, clerk,
        person_row("曾国华", number, posts="村党支部书记", village="无此村"),
        person_row("曾国华", number, posts="村委会主任", village="无此村"),
    )  # fmt: skip
    sheet = back(batch, clerk)

    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [2, 3]
    assert "与第 2 行是同一人" in sheet["K3"].value


def test_taking_the_rows_out_is_written_down(client_of, township, village, clerk):
    batch = take(township, clerk, person_row("单小红", ""))

    answer = client_of(clerk).get(f"/cadres/rosters/{batch.pk}/refused/")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert opened(answer.content)["C2"].value == "单小红"
    taken = Event.objects.get(name="roster.refused_taken")
    assert (taken.object_id, taken.data) == (str(batch.pk), {"rows": 1})
