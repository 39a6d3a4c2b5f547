from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import polars as pl
import pytest

from keifu.cli import VERBS, main
from keifu.exporting import table_names

if TYPE_CHECKING:
    from pathlib import Path

    from keifu.face import Keifu
    from tests.keifu.conftest import Command

CLOUD = "indicator/municipal-cloud-adopters"
LABELS = (
    "SELECT ?l { ?p a <https://w3id.org/keifu/ns#Policy> ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
)
A = "soumu-31-8.tabbed.txt"


def process(*arguments: str, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, for what only a process can show."""
    return subprocess.run(
        [sys.executable, "-m", "keifu", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **more},
    )


class TestHelp:
    def test_names_every_verb_and_every_exit_code(self, run: Command) -> None:
        done = run("--help")
        assert done.code == 0
        assert all(verb in done.out for verb in VERBS)
        assert "nothing found" in done.out

    @pytest.mark.parametrize("verb", VERBS)
    def test_of_a_verb_says_more_than_its_name(self, run: Command, verb: str) -> None:
        done = run(verb, "--help")
        assert done.code == 0
        assert f"keifu {verb}" in done.out

    def test_does_not_import_what_is_heavy(self) -> None:
        code = (
            "import sys; from keifu.cli import main; main(['--help'])\n"
            "heavy = {'rdflib', 'networkx', 'fastapi', 'pyoxigraph', 'pyshacl', 'pandas', 'jinja2'}\n"
            "sys.exit(' '.join(sorted(heavy & set(sys.modules))))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stderr.strip() == ""

    def test_is_in_japanese_where_the_locale_is(self, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "ja_JP.UTF-8")
        assert "見つからない" in run("--help").out

    def test_the_version_is_that_of_the_package(self, run: Command) -> None:
        assert run("--version").out == "0.1.0\n"


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("polish",),
            ("lineage",),
            ("lineage", CLOUD, "--up", "-1"),
            ("lineage", CLOUD, "--format", "pdf"),
            ("load",),
            ("serve", "--port", "99999"),
            ("search", "x", "--limit", "0"),
            ("export", "out"),
            ("ask", "indicator-series", "--param", "indicator"),
            ("ask", "indicator-series", "--param", "parts=true", "--param", "parts=false"),
            ("ask", "indicator-series"),
            ("ask", "no-such-question"),
            ("ask", "no-such-question", "--about"),
        ],
    )
    def test_a_wrong_option_is_told_on_standard_error_with_code_2(
        self, run: Command, arguments: tuple[str, ...]
    ) -> None:
        done = run(*arguments)
        assert done.code == 2
        assert done.out == ""
        assert done.err


class TestLoad:
    def test_of_a_report_whose_table_is_lost_ends_with_1_and_says_so(
        self, run: Command, samples: Path, tmp_path: Path
    ) -> None:
        text = (samples / "soumu-31-8.tabbed.txt").read_text(encoding="utf-8")
        torn = tmp_path / "torn.txt"
        torn.write_text(text.replace("28年度\t29年度\t30年度", "28年度\t\t30年度"), encoding="utf-8")
        done = run("load", str(torn), "--into", str(tmp_path / "data"))
        assert done.code == 1
        assert "parts of the form could not be read; see keifu read torn.txt" in done.err

    def test_writes_a_row_for_each_file_and_tells_the_release(
        self, run: Command, samples: Path, tmp_path: Path
    ) -> None:
        done = run("load", str(samples), "--into", str(tmp_path))
        assert done.code == 0
        assert [line.split()[:3] for line in done.out.splitlines()[2:]] == [
            ["soumu-31-8.tabbed.txt", "new", "総務省31-⑧"],
            ["soumu-R4-8.linear.txt", "new", "総務省R4-⑧"],
        ]
        assert done.err.endswith("is now current\n")

    def test_again_tells_that_nothing_changed(self, run: Command, samples: Path, data: Path) -> None:
        done = run("load", str(samples / A))
        assert done.code == 0
        assert "known" in done.out
        assert done.err.endswith("is unchanged\n")
        assert str(data)  # the folder of KEIFU_DATA

    def test_with_one_bad_file_ends_with_1_and_loads_the_rest(
        self, run: Command, samples: Path, tmp_path: Path
    ) -> None:
        done = run("load", "absent.txt", str(samples / A), "--into", str(tmp_path))
        assert done.code == 1
        assert "absent.txt cannot be read" in done.err
        assert A in done.out

    def test_with_nothing_readable_ends_with_3_and_no_output(self, run: Command, tmp_path: Path) -> None:
        done = run("load", "absent.txt", "--into", str(tmp_path))
        assert (done.code, done.out) == (3, "")
        assert done.err.count("\n") == 1

    def test_of_another_text_of_a_report_ends_with_1_and_names_both(
        self, run: Command, samples: Path, tmp_path: Path
    ) -> None:
        shutil.copy(samples / A, tmp_path / "first.txt")
        (tmp_path / "second.txt").write_bytes((samples / A).read_bytes() + b"\n")
        run("load", str(tmp_path / "first.txt"), "--into", str(tmp_path / "data"))
        done = run("load", str(tmp_path / "second.txt"), "--into", str(tmp_path / "data"))
        assert done.code == 1
        assert "first.txt" in done.err
        assert "second.txt" in done.err


class TestRead:
    def test_accounts_for_every_character(self, run: Command, samples: Path) -> None:
        done = run("read", str(samples / A))
        raw = (samples / A).read_text(encoding="utf-8")
        assert done.code == 0
        assert f"{len(raw)} characters" in done.out
        assert "The final target of indicator 7 is not in the source." in done.out

    def test_a_folder_is_told_from_a_file_that_cannot_be_read(self, run: Command, samples: Path) -> None:
        done = run("read", str(samples))
        assert done.code == 3
        assert "keifu read takes one file, keifu load takes folders" in done.err

    def test_json_holds_the_model_with_spans_and_the_loss_report(self, run: Command, samples: Path) -> None:
        done = run("read", str(samples / A), "--json")
        document = json.loads(done.out)
        raw = (samples / A).read_text(encoding="utf-8")
        number = document["report"]["head"]["number"]
        (start, end), *_ = number["spans"]
        assert number["value"]["normal"] == "総務省31-⑧"
        assert raw[start:end] == "(総務省31-⑧)"
        assert document["loss"]["length"] == len(raw)
        assert done.err == ""

    def test_in_japanese_the_issues_are_japanese(
        self, run: Command, samples: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LANG", "ja_JP.UTF-8")
        assert "The final target" not in run("read", str(samples / A)).out

    @pytest.mark.parametrize("name", ["absent.txt", "."])
    def test_of_what_cannot_be_opened_ends_with_3(self, run: Command, name: str) -> None:
        assert run("read", name).code == 3

    def test_of_a_text_that_is_no_report_ends_with_3(self, run: Command, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear Sir or Madam\n")
        done = run("read", str(tmp_path / "letter.txt"))
        assert done.code == 3
        assert "letter.txt" in done.err


class TestAsk:
    def test_without_a_name_lists_the_questions(self, run: Command) -> None:
        done = run("ask")
        assert done.code == 0
        assert "cabinet-basis" in done.out

    @pytest.mark.parametrize(("tongue", "words"), [("C.UTF-8", "required"), ("ja_JP.UTF-8", "指標")])
    def test_about_says_what_a_question_takes(
        self, run: Command, monkeypatch: pytest.MonkeyPatch, tongue: str, words: str
    ) -> None:
        monkeypatch.setenv("LANG", tongue)
        done = run("ask", "indicator-series", "--about")
        assert done.code == 0
        assert "--param indicator=" in done.out
        assert words in done.out

    def test_table_says_once_what_all_rows_share(self, run: Command) -> None:
        done = run("ask", "indicator-series", "--param", f"indicator={CLOUD}", "--param", "parts=false")
        assert done.out.startswith("indicator: クラウド導入市区町村数\n")
        assert "1404" in done.out
        assert "source/" not in done.out
        english = run(
            "ask",
            "indicator-series",
            "--param",
            f"indicator={CLOUD}",
            "--param",
            "parts=false",
            "--labels",
            "en",
        )
        assert english.out.startswith("indicator: municipalities using cloud systems\n")
        assert "rows; release" in done.err

    def test_csv_has_every_column_and_row(self, run: Command, opened: Keifu) -> None:
        done = run("ask", "indicator-series", "--param", f"indicator={CLOUD}", "--format", "csv")
        header, *rows = csv.reader(io.StringIO(done.out))
        answer = opened.answer("indicator-series", {"indicator": CLOUD})
        assert header == [*(column.name for column in answer.columns), "evidence", "quoted"]
        assert len(rows) == len(answer.rows)
        (actual,) = [row for row in rows if row[header.index("value")] == "1404"]
        assert "1,404団体" in actual[-1]
        assert re.fullmatch(
            r"soumu-R4-8\.linear\.txt:\d+-\d+( \| soumu-R4-8\.linear\.txt:\d+-\d+)*", actual[-2]
        )

    def test_json_is_one_object_with_gaps_and_the_completed_query(self, run: Command) -> None:
        done = run("ask", "policy-names", "--param", "policy=電子自治体の推進", "--format", "json")
        answer = json.loads(done.out)
        assert answer["rows"][0]["changeType"] == "change-rename"
        assert answer["count"] == len(answer["rows"])
        assert answer["gaps"]
        assert "$policy" not in answer["sparql"]
        assert done.err == ""

    def test_each_row_names_its_passages_and_they_are_quoted_with_file_line_and_characters(
        self, run: Command
    ) -> None:
        done = run("ask", "policy-names", "--param", "policy=電子自治体の推進")
        (row,) = [line for line in done.out.splitlines() if "rename" in line]
        assert row.endswith("[1-6]")
        quoted = [line for line in done.out.splitlines() if "旧政策名" in line and "（注）" not in line]
        assert re.search(
            r"soumu-R4-8\.linear\.txt +5 +\d+-\d+ +旧政策名「電子政府・電子自治体の推進」", quoted[0]
        )

    def test_without_sources_only_the_table_is_written(self, run: Command) -> None:
        done = run("ask", "policy-names", "--param", "policy=電子自治体の推進", "--no-sources")
        assert "旧政策名" not in done.out

    def test_every_row_of_the_first_questions_has_evidence(self, run: Command) -> None:
        for name in ("dropped-after-miss", "indicator-fates", "transferred-goals", "verdict-consistency"):
            answer = json.loads(run("ask", name, "--format", "json").out)
            for row in answer["rows"]:
                assert row["passage"]
                assert all(answer["evidence"][path]["quote"] for path in row["passage"].split())

    def test_equal_gaps_are_told_once_with_their_number(self, run: Command) -> None:
        done = run("ask", "cabinet-basis", "--param", f"start={CLOUD}")
        (line,) = [line for line in done.err.splitlines() if "curated-links" in line]
        assert "(12: " in line

    def test_of_nothing_ends_with_4(self, run: Command) -> None:
        done = run("ask", "dropped-after-miss", "--param", "fy=1999")
        assert done.code == 4

    def test_in_japanese_the_notes_are_japanese(self, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "ja_JP.UTF-8")
        done = run("ask", "transferred-goals")
        assert "Reports give money" not in done.err
        assert "note:" in done.err

    def test_of_a_thing_that_is_not_there_ends_with_4(self, run: Command) -> None:
        done = run("ask", "indicator-series", "--param", "indicator=存在しない")
        assert done.code == 4
        assert "存在しない" in done.err


class TestQuery:
    def run_on(self, run: Command, tmp_path: Path, text: str, form: str) -> tuple[int, str]:
        (tmp_path / "query.rq").write_text(text, encoding="utf-8")
        done = run("query", str(tmp_path / "query.rq"), "--format", form)
        return done.code, done.out

    @pytest.mark.parametrize(
        ("form", "part"),
        [
            ("table", "電子自治体の推進"),
            ("csv", "電子自治体の推進"),
            ("tsv", '"電子自治体の推進"@ja'),
            ("json", '"xml:lang":"ja"'),
            ("xml", "<sparql"),
        ],
    )
    def test_select_is_written_in_every_form(
        self, run: Command, tmp_path: Path, form: str, part: str
    ) -> None:
        code, out = self.run_on(run, tmp_path, LABELS, form)
        assert code == 0
        assert part in out
        assert out.endswith("\n")

    @pytest.mark.parametrize(("form", "part"), [("table", "yes\n"), ("json", "true"), ("xml", "true")])
    def test_ask_is_a_word_or_a_document(self, run: Command, tmp_path: Path, form: str, part: str) -> None:
        assert part in self.run_on(run, tmp_path, "ASK { ?s ?p ?o }", form)[1]

    def test_ask_can_say_no(self, run: Command, tmp_path: Path) -> None:
        assert self.run_on(run, tmp_path, "ASK { ?s ?s ?s }", "table") == (0, "no\n")

    @pytest.mark.parametrize(
        ("form", "part"), [("table", "policy/soumu"), ("ttl", "policy/soumu"), ("nt", "> .")]
    )
    def test_construct_is_a_graph(self, run: Command, tmp_path: Path, form: str, part: str) -> None:
        text = "CONSTRUCT { ?p a ?c } { ?p a ?c FILTER(?c = <https://w3id.org/keifu/ns#Policy>) }"
        assert part in self.run_on(run, tmp_path, text, form)[1]

    @pytest.mark.parametrize(
        ("text", "form"),
        [
            (LABELS, "ttl"),
            ("ASK { ?s ?p ?o }", "csv"),
            ("CONSTRUCT WHERE { ?s ?p ?o }", "csv"),
            ("SELECT WHERE", "csv"),
            ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "csv"),
            ("DELETE WHERE { ?s ?p ?o }", "csv"),
        ],
    )
    def test_what_cannot_run_or_be_written_so_ends_with_2(
        self, run: Command, tmp_path: Path, text: str, form: str
    ) -> None:
        assert self.run_on(run, tmp_path, text, form) == (2, "")

    def test_no_rows_end_with_4(self, run: Command, tmp_path: Path) -> None:
        assert self.run_on(run, tmp_path, "SELECT ?s { ?s ?s ?s }", "table")[0] == 4

    def test_of_an_absent_file_ends_with_3(self, run: Command) -> None:
        assert run("query", "absent.rq").code == 3

    def test_reads_standard_input(self) -> None:
        done = process("query", "-", "--format", "csv", text=LABELS)
        assert done.returncode == 0, done.stderr
        assert "電子自治体の推進" in done.stdout

    def test_a_word_in_a_comment_is_no_form(self, run: Command, tmp_path: Path) -> None:
        code, out = self.run_on(run, tmp_path, "# CONSTRUCT\nPREFIX ask: <urn:x>\n" + LABELS, "csv")
        assert (code, out.splitlines()[0]) == (0, "l")


class TestLineage:
    def test_draws_a_tree_and_counts_on_standard_error(self, run: Command) -> None:
        done = run("lineage", "クラウド導入市区町村数", "--up", "2", "--down", "0", "--sources")
        assert done.code == 0
        assert "経済・財政再生アクション・プログラム" in done.out
        assert "【AP改革項目関連：地方行政改革・分野横断的な取組⑮】 【APのKPI】" in done.out
        assert " ties; release " in done.err

    @pytest.mark.parametrize("form", ["json", "svg", "mermaid", "graphml", "gexf"])
    def test_standard_output_holds_nothing_but_the_graph(self, run: Command, form: str) -> None:
        done = run("lineage", CLOUD, "--up", "1", "--down", "0", "--format", form)
        assert done.code == 0
        assert "ties; release" not in done.out
        if form == "json":
            assert json.loads(done.out)

    def test_of_a_thing_without_ties_ends_with_4(self, run: Command) -> None:
        assert run("lineage", "org/cabinet", "--up", "0", "--down", "0").code == 4

    def test_of_an_ambiguous_name_ends_with_4_and_lists_them(self, run: Command) -> None:
        done = run("lineage", "世界最先端IT国家創造宣言")
        assert (done.code, done.out) == (4, "")
        assert "doc/it-declaration/2014-06-24" in done.err


class TestSearch:
    @pytest.mark.parametrize("form", ["table", "csv", "json"])
    def test_writes_hits_in_every_form(self, run: Command, form: str) -> None:
        done = run("search", "自治体クラウド", "--limit", "3", "--format", form)
        assert done.code == 0
        assert "indicator/joint-cloud-adopters" in done.out
        assert done.err.startswith("3 of ")

    def test_of_nothing_ends_with_4(self, run: Command) -> None:
        assert run("search", "雪男").code == 4


class TestCheck:
    def test_of_a_whole_release_lists_its_checks_and_ends_with_0(self, run: Command) -> None:
        done = run("check")
        assert done.code == 0
        assert "05-budget-adds-up-warning" in done.out
        assert "0 violations" in done.err

    def test_of_a_changed_file_ends_with_3_whichever_file_it_is(
        self, run: Command, data: Path, tmp_path: Path
    ) -> None:
        copy = shutil.copytree(data, tmp_path / "copy", symlinks=True)
        store = (copy / "releases" / "current").resolve() / "store"
        for file in sorted(store.iterdir()):
            whole = file.read_bytes()
            file.chmod(0o600)
            file.write_bytes(whole + b"x")
            done = run("check", "--graph", str(copy))
            file.write_bytes(whole)
            assert done.code == 3, f"{file.name}: {done.err}"
            assert file.name in done.err

    def test_a_question_to_a_damaged_store_ends_with_3(
        self, run: Command, data: Path, tmp_path: Path
    ) -> None:
        copy = shutil.copytree(data, tmp_path / "copy", symlinks=True)
        file = (copy / "releases" / "current").resolve() / "store" / "CURRENT"
        file.chmod(0o600)
        file.write_text("no manifest", "ascii")
        done = run("ask", "indicator-series", "--param", "indicator=x", "--graph", str(copy))
        assert done.code == 3
        assert "damaged" in done.err

    def test_of_a_release_by_other_rules_ends_with_1(
        self, run: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from graph.rulebook import Rulebook, packaged_rulebook  # noqa: PLC0415
        from ontology.files import Check  # noqa: PLC0415

        def stricter(base: str) -> Rulebook:
            rules = packaged_rulebook(base)
            text = "SELECT ?r { ?r a <https://w3id.org/keifu/ns#Report> }"
            checks = (
                Check("98-no-report-warning", "No report", "warning", text),
                Check("99-no-report-violation", "No report", "violation", text),
            )
            return Rulebook(rules.vocabulary, rules.shapes, checks, rules.rules)

        monkeypatch.setattr("keifu.checking.packaged_rulebook", stricter)
        done = run("check")
        assert done.code == 1
        assert "violation: 99-no-report-violation" in done.out
        assert "warning: 98-no-report-warning" in done.out
        assert "built by other rules" in done.out


class TestExport:
    def test_an_answer_has_the_same_twins(self, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        def told(form: str) -> bytes:
            main(("ask", "indicator-series", "--param", f"indicator={CLOUD}", "--format", form))
            return capfdbinary.readouterr().out

        raw = [*csv.reader(io.StringIO(told("csv").decode(), newline=""))]
        safe = [*csv.reader(io.StringIO(told("excel").decode("utf-8-sig"), newline=""))]
        frame = pl.read_parquet(io.BytesIO(told("parquet")))
        assert safe == raw
        assert frame.height == len(raw) - 1
        assert frame["value_exact"].to_list() == [row[raw[0].index("value")] for row in raw[1:]]

    def test_nquads_hold_every_named_graph(self, run: Command, tmp_path: Path) -> None:
        assert run("export", str(tmp_path / "all.nq"), "--format", "nq").code == 0
        text = (tmp_path / "all.nq").read_text(encoding="utf-8")
        assert "<https://w3id.org/keifu/graph/report/soumu/2019-08> .\n" in text
        assert "graph/officers" not in text

    def test_turtle_goes_to_standard_output_when_asked(self, run: Command) -> None:
        done = run("export", "-", "--format", "ttl")
        assert done.code == 0
        assert "電子自治体の推進" in done.out

    def test_csv_is_one_table_for_each_kind_of_fact(self, run: Command, tmp_path: Path) -> None:
        assert run("export", str(tmp_path / "tables"), "--format", "csv").code == 0
        rows = {
            path.stem: [*csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))]
            for path in (tmp_path / "tables").iterdir()
        }
        assert set(rows) == {*table_names(), "csv-metadata"}
        assert len(rows["budgets"]) == 8
        assert len(rows["sources"]) == 2
        assert {row["achievement"] for row in rows["entries"]} >= {"achievement-i", "achievement-ha"}
        assert any(row["value"] == "1404" for row in rows["observations"])

    def test_csv_describes_its_columns_types_and_keys(self, run: Command, tmp_path: Path) -> None:
        assert run("export", str(tmp_path / "tables"), "--format", "csv").code == 0
        told = json.loads((tmp_path / "tables" / "csv-metadata.json").read_text(encoding="utf-8"))
        described = {each["url"]: each["tableSchema"] for each in told["tables"]}
        with (tmp_path / "tables" / "budgets.csv").open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == [each["name"] for each in described["budgets.csv"]["columns"]]
        assert described["series.csv"]["primaryKey"] == "series"
        assert {
            "columnReference": "entry",
            "reference": {"resource": "entries.csv", "columnReference": "entry"},
        } in described["series.csv"]["foreignKeys"]

    def test_csv_for_spreadsheets_begins_with_a_mark_and_runs_nothing(
        self, run: Command, tmp_path: Path
    ) -> None:
        assert run("export", str(tmp_path / "tables"), "--format", "excel").code == 0
        for path in (tmp_path / "tables").iterdir():
            data = path.read_bytes()
            assert data.startswith(b"\xef\xbb\xbf")
            assert data.endswith(b"\r\n")
        text = (tmp_path / "tables" / "budgets.csv").read_text(encoding="utf-8-sig")
        rows = [*csv.DictReader(io.StringIO(text))]
        assert {row["carryOver"] for row in rows} >= {"-13745000000"}

    @pytest.mark.parametrize("form", ["nq", "ttl", "cube", "graphml", "gexf"])
    def test_a_text_goes_to_standard_output_as_to_a_file(
        self, form: str, run: Command, tmp_path: Path
    ) -> None:
        assert run("export", str(tmp_path / "out"), "--format", form).code == 0
        assert run("export", "-", "--format", form).out == (tmp_path / "out").read_text(encoding="utf-8")

    def test_sqlite_is_one_file_that_replaces_an_older_one(self, run: Command, tmp_path: Path) -> None:
        (tmp_path / "keifu.sqlite").write_text("old")
        assert run("export", str(tmp_path / "keifu.sqlite"), "--format", "sqlite").code == 0
        with closing(sqlite3.connect(tmp_path / "keifu.sqlite")) as base:
            assert base.execute("SELECT count(*) FROM budgets").fetchone() == (8,)
        assert [path.name for path in tmp_path.iterdir()] == ["keifu.sqlite"]

    @pytest.mark.parametrize(("form", "count"), [("parquet", len(table_names())), ("stratml", 2)])
    def test_forms_of_several_files_fill_a_folder(
        self, form: str, count: int, run: Command, tmp_path: Path
    ) -> None:
        assert run("export", str(tmp_path / "out"), "--format", form).code == 0
        assert len([*(tmp_path / "out").iterdir()]) == count

    def test_parquet_without_polars_says_what_to_install(
        self, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "polars", None)
        done = run("export", str(tmp_path / "out"), "--format", "parquet")
        assert done.code == 2
        assert "pip install 'keifu[data]'" in done.err

    @pytest.mark.parametrize("form", ["csv", "excel", "parquet", "stratml", "sqlite"])
    def test_what_is_no_text_needs_a_name(
        self, form: str, run: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = run("export", "-", "--format", form)
        assert done.code == 2
        assert ("file" if form == "sqlite" else "folder") in done.err
        monkeypatch.setenv("LANG", "ja_JP.UTF-8")
        assert "書き込み先の名前" in run("export", "-", "--format", form).err

    def test_a_folder_in_place_of_a_file_ends_with_2(self, run: Command, tmp_path: Path) -> None:
        assert run("export", str(tmp_path), "--format", "sqlite").code == 2

    def test_a_failed_export_leaves_what_was_there(
        self, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        (tmp_path / "keifu.sqlite").write_text("old")
        monkeypatch.setattr("keifu.exporting.write_database", full)
        done = run("export", str(tmp_path / "keifu.sqlite"), "--format", "sqlite")
        assert done.code == 3
        assert "disk is full" in done.err
        assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]

    def test_into_a_folder_that_is_not_there_ends_with_3(self, run: Command, tmp_path: Path) -> None:
        for form in ("nq", "sqlite"):
            assert run("export", str(tmp_path / "none" / "out"), "--format", form).code == 3


class TestDoctor:
    def test_says_where_each_package_comes_from_and_which_release_is_open(
        self, run: Command, root: Path, opened: Keifu
    ) -> None:
        done = run("doctor")
        assert done.code == 0
        assert f"queries   {root / 'queries'}" in done.out
        assert opened.release.id in done.out

    def test_says_when_there_is_no_release(self, run: Command, tmp_path: Path) -> None:
        assert "no release" in run("doctor", "--graph", str(tmp_path)).out


class TestServe:
    def test_gives_the_app_of_the_folder_to_the_server(
        self, run: Command, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[tuple[object, object]] = []
        monkeypatch.setattr("uvicorn.run", lambda app, **more: served.append((app, more)))
        done = run("serve", "--port", "8765")
        assert done.code == 0
        told = served[0][1]
        assert isinstance(told, dict)
        assert (told["host"], told["port"], told["proxy_headers"]) == ("127.0.0.1", 8765, False)
        assert f"Keifu of {data} is at http://127.0.0.1:8765/" in done.err

    def test_without_a_release_says_so_before_it_listens(self, run: Command, tmp_path: Path) -> None:
        assert run("serve", "--graph", str(tmp_path)).code == 3


class TestProcess:
    def test_a_closed_pipe_ends_quietly(self) -> None:
        done = subprocess.run(
            ["sh", "-c", f'"{sys.executable}" -m keifu export - --format nq | head -1'],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.count("\n") == 1
        assert "Traceback" not in done.stderr
        assert "BrokenPipe" not in done.stderr

    def test_an_interruption_ends_with_130(self, monkeypatch: pytest.MonkeyPatch, run: Command) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("keifu.loading.load", interrupted)
        assert run("load", "x").code == 130

    def test_a_folder_that_cannot_be_written_is_one_line_with_code_3(
        self, run: Command, samples: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_text("")
        done = run("load", str(samples / A), "--into", str(tmp_path / "file"))
        assert done.code == 3
        (line,) = done.err.splitlines()
        assert line.startswith(f"keifu: {tmp_path / 'file'}")
        assert line.endswith(": Not a directory")

    def test_without_a_release_says_how_to_make_one(self, run: Command, tmp_path: Path) -> None:
        done = run("ask", "missing-reports", "--graph", str(tmp_path))
        assert (done.code, done.out) == (3, "")
        assert "keifu load" in done.err

    def test_an_error_is_one_line_in_the_language_of_the_locale(self) -> None:
        done = process("lineage", "存在しない", LANG="ja_JP.UTF-8")
        assert done.returncode == 4
        assert done.stderr == "keifu: 存在しない は見つかりません。探すには: keifu search 語\n"

    def test_a_terminal_hears_of_progress_and_a_build_server_does_not(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from keifu.output import progress  # noqa: PLC0415

        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.delenv("CI", raising=False)
        progress("reading")
        monkeypatch.setenv("CI", "true")
        progress("reading")
        assert capsys.readouterr().err == "reading …\n"

    def test_the_module_is_the_command(self) -> None:
        done = process("--version")
        assert (done.returncode, done.stdout) == (0, "0.1.0\n")


def test_one_of_a_thing_is_not_told_in_the_plural(run: Command, samples: Path, tmp_path: Path) -> None:
    done = run("load", str(samples / "soumu-R4-8.linear.txt"), "--into", str(tmp_path / "one"))
    assert "1 report, 2 entries, 0 violations" in done.err
