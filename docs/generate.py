"""Pages of documentation → the same with their generated parts written again, or a list of what differs.

Generated are: what stands between `<!-- generated: NAME -->` and `<!-- end -->`, and what each `$ command`
of a `console` block prints. Commands run in a scratch folder that holds a copy of samples/; the blocks of one
page run in order, in one folder. Only standard output is shown, as in a pipe. Pages named `.ja.md` are run in
Japanese.

    python docs/generate.py            writes
    python docs/generate.py --check    tells what differs and ends with 1
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
_MARKED = re.compile(r"(<!-- generated: ([a-z -]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CONSOLE = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)", re.MULTILINE)


def pages() -> list[Path]:
    """The pages that are looked at, in order."""
    docs = (path for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts)
    return sorted([*ROOT.glob("README*.md"), ROOT / "samples" / "README.md", *docs])


def fresh(page: Path) -> str:
    """The text of a page with every generated part written again."""
    text = _MARKED.sub(
        lambda found: found[1] + _generated(found[2], _tongue(page)) + found[3], page.read_text("utf-8")
    )
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        shutil.copytree(ROOT / "samples", scratch / "samples")
        return _CONSOLE.sub(
            lambda found: found[1] + _console(found[2], scratch, _tongue(page)) + found[3], text
        )


def run(command: str, folder: Path, tongue: str) -> str:
    """What a command prints on standard output, and its exit code if it is not 0."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {
        "PATH": path,
        "LANG": "ja_JP.UTF-8" if tongue == "ja" else "C.UTF-8",
        "PYTHONUTF8": "1",
        "HOME": str(folder),
        "COLUMNS": "80",
    }
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if "Traceback" in done.stderr:
        raise RuntimeError(f"{command}: {done.stderr}")
    return done.stdout + (f"[exit code {done.returncode}]\n" if done.returncode else "")


def _tongue(page: Path) -> str:
    return "ja" if page.name.endswith(".ja.md") else "en"


def _console(block: str, folder: Path, tongue: str) -> str:
    commands = [found[1] for found in _COMMAND.finditer(block)]
    return "".join(f"$ {command}\n{run(command, folder, tongue)}" for command in commands)


def _generated(name: str, tongue: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind == "help":
        return f"```text\n{run(f'keifu {rest} --help', ROOT, tongue)}```\n"
    return "".join(line + "\n" for line in TABLES[name]())


def terms() -> Iterator[str]:
    """Every class and property of the vocabulary with its labels and its meaning."""
    import rdflib  # noqa: PLC0415
    from rdflib.namespace import RDFS, SKOS  # noqa: PLC0415

    from ontology.files import ontology_turtle  # noqa: PLC0415
    from ontology.terms import KEIFU_NS  # noqa: PLC0415

    graph = rdflib.Graph().parse(data=ontology_turtle(), format="turtle")
    yield "| term | English | 日本語 | 意味 | meaning |"
    yield "|---|---|---|---|---|"
    named = {term for term in graph.subjects(RDFS.label) if str(term).startswith(KEIFU_NS)}
    for term in sorted(named, key=lambda each: (str(each).lower(), str(each))):
        name = str(term).removeprefix(KEIFU_NS)
        if name:
            cells = [*_both(graph, term, RDFS.label)[::-1], *_both(graph, term, SKOS.definition)]
            yield f"| `{name}` | {' | '.join(cells)} |"


def _both(graph: object, term: object, predicate: object) -> list[str]:
    found = {value.language: str(value) for value in graph.objects(term, predicate)}
    return [" ".join(found.get(tongue, "").split()).replace("|", "／") for tongue in ("ja", "en")]


def questions() -> Iterator[str]:
    """Every named question with its titles and parameters."""
    from queries.catalog import load_catalog  # noqa: PLC0415

    yield "| # | name | 問い | question | parameters |"
    yield "|---|---|---|---|---|"
    for each in load_catalog():
        taken = ", ".join(
            f"`{p.name}`{'' if p.required else ' (optional)'}" for p in each.parameters.values()
        )
        header = each.header
        yield f"| {each.number} | `{each.slug}` | {header.title_ja} | {header.title_en} | {taken or '–'} |"


def exits() -> Iterator[str]:
    """Every exit code."""
    from keifu.messages import exit_meanings  # noqa: PLC0415

    yield "| code | meaning | 意味 |"
    yield "|---|---|---|"
    for code, words in sorted(exit_meanings().items()):
        yield f"| {code.value} | {words['en']} | {words['ja']} |"


def rules() -> Iterator[str]:
    """Every rule of reading with what it does."""
    from loaders.rules import rules as described  # noqa: PLC0415

    yield "| rule | what it does | すること |"
    yield "|---|---|---|"
    for each in described().values():
        yield f"| `{each.id}` | {each.en} | {each.ja} |"


def exported() -> Iterator[str]:
    """Every table of an export with its key and its columns."""
    from queries.export.catalog import load_tables  # noqa: PLC0415

    yield "| table | holds | 内容 | columns |"
    yield "|---|---|---|---|"
    for table in load_tables().values():
        columns = ", ".join(
            f"**{column.name}**" if column.name in table.key else column.name for column in table.columns
        )
        yield f"| `{table.name}` | {table.en} | {table.ja} | {columns} |"


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "terms": terms,
    "questions": questions,
    "exits": exits,
    "rules": rules,
    "exported": exported,
}
"""The tables by the name that stands in the marks."""

PICTURED = "クラウド導入市区町村数"


def picture() -> str:
    """The drawing at the top of the README: one indicator up to the cabinet documents, by its report."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        shutil.copytree(ROOT / "samples", scratch / "samples")
        run("keifu load samples/soumu-R4-8.linear.txt", scratch, "en")
        drawn = run(f"keifu lineage {PICTURED} --up 8 --down 0 --format svg", scratch, "en")
    # The release changes with every rule; links of a page elsewhere lead to the permanent address.
    nameless = re.sub(r" · release [0-9a-f]{16}", "", drawn)
    return nameless.replace('href="/', 'href="https://w3id.org/keifu/')


def everything() -> Iterator[tuple[Path, str]]:
    """Each generated file with the text that it should have."""
    yield ROOT / "docs" / "lineage.svg", picture()
    for page in pages():
        yield page, fresh(page)


def main(arguments: list[str]) -> int:
    """Writes the pages again, or says which of them would change."""
    wanted = {
        path: text for path, text in everything() if not path.is_file() or path.read_text("utf-8") != text
    }
    for path, text in wanted.items():
        print(f"{path.relative_to(ROOT)} {'differs' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    return 1 if wanted and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
