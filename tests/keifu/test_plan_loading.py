"""A plan beside the reports that quote it: its sections are cited, and a draft stays apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from keifu.cli import main
from keifu.errors import SameReport
from keifu.loading import EXCERPTS, load
from tests.loaders.plans.texts import HONEBUTO, HONEBUTO_COVER, Line, as_page, as_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from graph.release import Release

B = "soumu-R4-8.linear.txt"
QUOTED = (
    Line(1, "第１章　現状"),
    Line(0, "我が国経済は緩やかに回復している。"),
    Line(1, "第２章　Society 5.0時代にふさわしい仕組みづくり"),
    Line(2, "１．成長戦略実行計画をはじめとする成長力の強化"),
    Line(3, "（１）Society 5.0の実現"),
    Line(4, "①　スマート公共サービス"),
    Line(5, "（ⅰ）マイナンバーカードを活用した新たな国民生活・経済政策インフラの構築"),
    Line(0, "カードを普及させる。マイナンバーカードを、行政と民間が共に使うキャッシュレスの基盤にする。"),
    Line(1, "第３章　経済・財政一体改革"),
    Line(0, "財政健全化と経済成長を両立させる。"),
)


def silent(_: str) -> None:
    """Nobody listens."""


def released(folder: Path, *paths: Path) -> Release:
    loaded = load([str(path) for path in paths], folder, silent)
    assert not loaded.failed
    assert loaded.release is not None
    return loaded.release


def plan_file(folder: Path, text: str, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cited(release: Release) -> set[str]:
    where = "{ ?c keifu:cites ?s . ?s a keifu:Section }"
    rows = release.store().select(f"PREFIX keifu: <https://w3id.org/keifu/ns#> SELECT ?s WHERE {where}")
    return {str(row[0]).removeprefix("https://w3id.org/keifu/") for row in rows.rows}


def test_a_report_cites_the_section_of_the_plan_in_which_its_quote_stands(
    tmp_path: Path, samples: Path
) -> None:
    """The report prints ⑤ where the made-up plan has ①: the quote tells the section."""
    plan = plan_file(tmp_path, as_text(HONEBUTO_COVER, QUOTED))
    release = released(tmp_path / "data", samples / B, plan)
    assert "doc/honebuto/2019/s/2.1.1.1.1" in cited(release)
    assert not any(path.startswith("doc/honebuto/2019/s/2.1.1.5") for path in cited(release))
    (row,) = json.loads(release.report_text(EXCERPTS))["excerpts"]
    assert (row["section"], row["confidence"], row["how"]) == (
        "doc/honebuto/2019/s/2.1.1.1.1", "proven", "quote",
    )  # fmt: skip
    document = json.loads(release.report_text("doc-honebuto-2019.json"))
    assert [each["path"] for each in document["plan"]["sections"]][-1] == "doc/honebuto/2019/s/3"


def test_the_release_is_the_same_whichever_comes_first(tmp_path: Path, samples: Path) -> None:
    plan = plan_file(tmp_path, as_text(HONEBUTO_COVER, QUOTED))
    released(tmp_path / "one", samples / B)
    released(tmp_path / "two", plan)
    assert released(tmp_path / "one", plan).id == released(tmp_path / "two", samples / B).id


def test_of_two_texts_of_one_edition_neither_is_taken(tmp_path: Path) -> None:
    plan_file(tmp_path, as_text(HONEBUTO_COVER, HONEBUTO), "a.txt")
    plan_file(tmp_path, as_page(HONEBUTO_COVER, HONEBUTO), "b.html")
    loaded = load([str(tmp_path)], tmp_path / "data", silent)
    assert {type(each.error) for each in loaded.failed} == {SameReport}
    assert loaded.release is None


def test_the_command_shows_a_plan_and_tells_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = plan_file(tmp_path, as_text((f"{HONEBUTO_COVER[0]}（素案）", *HONEBUTO_COVER[1:]), HONEBUTO))
    assert main(["read", str(draft)]) == 0
    shown = capsys.readouterr()
    assert "doc/honebuto/draft-" in shown.out
    assert "s/2.2.1.1" in shown.out
    assert "no adopted edition" in shown.out
    assert main(["read", str(draft), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plan"]["isAdopted"] is False
    assert main(["load", str(draft), "--into", str(tmp_path / "data")]) == 0
    told = capsys.readouterr()
    assert "経済財政運営と改革の基本方針2019（素案）" in told.out
    assert "1 plan, 15 sections, 0 violations" in told.err
