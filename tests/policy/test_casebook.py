"""The case runner: the contract is green, every flipped cell is red, nothing checked is red."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy import casebook
from policy.book import Book
from policy.casecolumns import SPECS
from policy.casetables import EXPECTED, CaseFile, Table
from policy.files import HERE, case_files, read_text

CASES = HERE / "cases"


def run(book: Book, text: str) -> casebook.Report:
    report = casebook.Report()
    casebook.check_text("案.md", text, book, report)
    return report


def test_the_contract_is_green() -> None:
    report = casebook.check([CASES / "contract"])

    assert report.lines() == ["核对 10 个文件、17 张表、163 格。"]
    assert report.ok


def test_the_projects_own_cases_are_green_and_many() -> None:
    files = [path for path in case_files(CASES) if path.parent == CASES]

    report = casebook.check(files)

    assert report.ok, report.lines()
    rows = sum(len(one.rows) for path in files for one in tables(path))
    assert rows >= 150


def tables(path: Path) -> list[Table]:
    return CaseFile(path.name, read_text(path)).tables


def markdown(table: Table, rows: list[list[str]]) -> str:
    lines = [f"程序:{table.procedure}"]
    lines += [f"{key}:{value}" for key, (value, _) in table.keys.items()]
    lines += ["", "| " + " | ".join(table.columns) + " |", "|" + "---|" * len(table.columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def flips(table: Table) -> Iterator[tuple[str, str]]:
    """Give the table with one expected cell flipped; a case of its own needs only its row."""
    spec = SPECS[table.procedure]
    for index, (_, cells) in enumerate(table.rows):
        for at, column in enumerate(table.columns):
            if not column.startswith(EXPECTED) or not cells[at]:
                continue
            words, pattern = spec.expects[column[1:]]
            other = next((word for word in words if word != cells[at]), None)
            if pattern and cells[at] in words:
                other = "1.00"
            elif other is None or pattern:
                other = cells[at][:-1] + ("1" if cells[at][-1] != "1" else "2")
            flipped = [*cells[:at], other, *cells[at + 1 :]]
            rows = [row for _, row in table.rows] if spec.whole_table else [cells]
            rows[index if spec.whole_table else 0] = flipped
            yield f"{table.file}:{table.line} {column} {cells[at]}->{other}", markdown(table, rows)


@pytest.mark.parametrize("path", case_files(CASES), ids=lambda path: path.name)
def test_flipping_any_one_expected_cell_fails(book: Book, path: Path) -> None:
    for table in tables(path):
        for name, text in flips(table):
            report = run(book, text)

            assert len(report.problems) == 1, name
            assert "expected" in str(report.problems[0]), name


GOOD = (
    "程序:后备年龄\n\n| 出生 | 截止日 | →35岁以下 |\n|---|---|---|\n"
    "| 1983-01-01 | 2018-12-31 | 是 |\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("| 是 |", "| 否 |"), "案.md:5 35岁以下: expected 否, got 是"),
        (GOOD.replace("后备年龄", "后备"), "案.md:3 没有程序“后备”"),
        (GOOD.replace("| 出生 |", "| 生日 |"), "案.md:3 不认识的列“生日”"),
        (GOOD.replace("→35岁以下", "→三十五岁以下"), "案.md:3 没有要核对的列"),
        (GOOD.replace("→35岁以下", "35岁以下"), "案.md:3 表头没有以“→”开头的列"),
        (GOOD.replace("| 是 |", "| 对 |"), "expected 对, got 是；不认识的词“对”，只能是：是、否"),
        (GOOD.replace("1983-01-01", "1983-1-1"), "案.md:5 出生“1983-1-1”不是日期"),
        (GOOD.replace("| 是 |", "|  |"), "案.md:3 这张表没有一格可核对"),
        (GOOD.replace("| 是 |", "| 是 | 是 |"), "案.md:5 这一行有 4 格"),
        (GOOD.replace("程序:后备年龄\n", "程序:后备年龄\n年份:2018\n"), "案.md:2 不认识的“年份”"),
        (GOOD.replace("程序:后备年龄\n", "程序:后备年龄\n出生:1983-01-01\n"), "既写在表前又是列"),
        (GOOD.replace("| 截止日 |", "| 出生 |"), "案.md:3 列“出生”写了两次"),
        (GOOD.replace("|---|---|---|\n", ""), "案.md:3 表头下面应有"),
        ("程序:后备年龄\n\n没有表格\n", "案.md:1 程序“后备年龄”下面没有表格"),
        (GOOD.replace("程序:后备年龄\n", ""), "案.md:2 表格前没有“程序:…”一行"),
        (GOOD.replace("2018-12-31", "2015-12-31"), "案.md:5 2015-12-31 还没有生效的规则"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(book: Book, text: str, said: str) -> None:
    report = run(book, text)

    assert not report.ok
    assert any(said in str(problem) for problem in report.problems), report.lines()


def test_nothing_checked_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "空.md").write_text(
        "# 只有文字\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n", encoding="utf-8"
    )

    report = casebook.check([tmp_path])

    assert not report.ok
    assert report.lines()[-1] == "什么也没有核对，按失败处理。"


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    report = casebook.check([CASES / "contract", tmp_path / "无.md"])

    assert not report.ok


def test_a_bad_word_in_a_township_names_the_cadre(book: Book) -> None:
    text = read_text(CASES / "contract" / "年度等次.md").replace("| 95 | 94 |", "| 950 | 94 |", 1)

    report = run(book, text)

    assert str(report.problems[0]).startswith("案.md:12 甲 述职测评 950 超出 0 至 100")
    assert len(report.problems) == 1


def test_keys_and_procedure_reach_the_headings_below(book: Book) -> None:
    text = "# 总\n\n" + GOOD.split("|")[0] + "\n## 分\n\n" + GOOD.partition("\n\n")[2]

    assert run(book, text).ok
