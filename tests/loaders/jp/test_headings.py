"""Headings of all thirteen excerpts in the two reports, written out by hand, also with other line ends."""

import re
from pathlib import Path
from typing import Final, Protocol

import pytest

from loaders.jp.folding import fold
from loaders.jp.headings import Heading, Outline, parse_headings, parse_outline


class Seeds(Protocol):
    @property
    def a(self) -> Path: ...
    @property
    def b(self) -> Path: ...


_DECLARATION: Final = "III. 目指すべき社会・姿を実現するための取組"
_PLANS: Final = (
    "第二 3つのアクションプラン > 一. 日本産業再興プラン > 4. 世界最高水準のIT社会の実現"
    " > (3) 新たに講ずべき具体的施策"
)
_SAFE: Final = "安全・安心を前提としたマイナンバー制度の活用"
_FOCUS: Final = (
    "II. 「国から地方へ、地方から全国へ」(IT 利活用の更なる推進のための3つの重点項目)"
    " > [重点項目3] 超少子高齢社会における諸課題の解決"
)
_SOLUTIONS: Final = f"{_FOCUS} > (3) IT 利活用による諸課題の解決に資する取組"
_ONE_STOP: Final = f"{_DECLARATION} > 4. IT を利活用した公共サービスがワンストップで受けられる社会"

PATHS_OF_A: Final = {
    20: [
        (
            f"{_DECLARATION} > 1. 革新的な新産業・新サービスの創出と全産業の成長を促進する社会の実現"
            " > (4) IT・データを活用した地域(離島を含む。)の活性化"
        ),
        (
            f"{_DECLARATION} > 3. 公共サービスがワンストップで誰でもどこでもいつでも受けられる社会の実現"
            " > (2) 国・地方を通じた行政情報システムの改革"
        ),
    ],
    21: [
        f"{_ONE_STOP} > (1) {_SAFE} > ② 個人番号カードの普及・利活用の促進",
        f"{_ONE_STOP} > (3) 国・地方を通じた行政情報システムの改革",
        "IV. 利活用の裾野拡大を推進するための基盤の強化 > 3. サイバーセキュリティ",
    ],
    22: [
        (
            f"{_PLANS} > i) 国民・社会を守るサイバーセキュリティ"
            " > ② マイナンバー制度の円滑な導入に向けた対策の強化"
        ),
        f"{_PLANS} > ii) {_SAFE} > ② 個人番号カードの普及・利活用の促進",
        f"{_PLANS} > ii) {_SAFE} > ③ 個人番号カードによる公的資格確認",
        f"{_PLANS} > iv) IT活用の更なる促進 > ④ 国・地方の行政のIT化と業務改革",
    ],
    23: [
        "3. 主要分野毎の改革の取組 > [3] 地方行財政改革・分野横断的な取組 > (4) IT化と業務改革、行政改革等",
    ],
    25: [
        f"{_FOCUS} > (1) ビッグデータを活用した社会保障制度の変革",
        f"{_FOCUS} > (2) マイナンバー制度等を活用した子育て行政サービスの変革",
        f"{_SOLUTIONS} > ① 産業競争力の強化",
        f"{_SOLUTIONS} > ② 地方創生の実現",
        f"{_SOLUTIONS} > ③ マイナンバー制度を活用した国民生活の利便性の向上",
        f"{_SOLUTIONS} > ④ 安全で災害に強い社会の実現",
    ],
    26: [
        (
            "第3章 経済・財政一体改革の推進 > 5. 主要分野ごとの改革の取組"
            " > (3) 地方行財政改革・分野横断的な課題 > ⑤ IT化と業務改革、行政改革等"
        ),
    ],
    27: ["第2部 官民データ活用推進基本計画 > II > 1 > (4) マイナンバーカードの普及・活用"],
}
PATHS_OF_B: Final = {
    (52, 54): [
        (
            "5. 次世代型行政サービスの早期実現 > 5-3 地方自治体のデジタル化・クラウド化の展開"
            " > 10 自治体におけるクラウド活用の推進"
        ),
    ],
    (58, 73): [
        (
            "第2章 Society 5.0時代にふさわしい仕組みづくり > 1. 成長戦略実行計画をはじめとする成長力の強化"
            " > (1) Society 5.0の実現 > ⑤ スマート公共サービス"
            " > (i) マイナンバーカードを活用した新たな国民生活・経済政策インフラの構築"
        ),
    ],
    (75, 79): [
        "第2部 デジタル社会の形成に向けた基本的な施策 > 1. デジタル社会に必要な共通機能の整備・普及",
        (
            "第2部 デジタル社会の形成に向けた基本的な施策 > 2. 徹底したUI・UXの改善と国民向けサービスの実現"
            " > (5) 国の情報システムの整備・管理"
        ),
        "第2部 デジタル社会の形成に向けた基本的な施策 > 4. 官民を挙げたデジタル人材の育成・確保",
    ],
    (86, 90): [
        (
            "第1部 世界最先端デジタル国家創造宣言"
            " > I. 新型コロナウイルス感染拡大の阻止、デジタル強靱化社会の実現"
            " > 7 社会基盤の整備 > (1) デジタル・ガバメント > ③ 地方公共団体のデジタル化"
        ),
    ],
    (94, 97): [
        (
            "第3章 「新たな日常」の実現 > 1. 「新たな日常」構築の原動力となるデジタル化への集中投資・実装と"
            "その環境整備(デジタルニューディール)"
            " > (1) 次世代型行政サービスの強力な推進―デジタル・ガバメントの断行"
            " > ③ 国・地方を通じたデジタル基盤の標準化の加速"
        ),
    ],
    (101, 110): [
        (
            "III. 未来への投資と東京オリンピック・パラリンピック後も見据えた経済活力の維持・向上"
            " > 5. 切れ目のない個人消費の下支え"
        ),
    ],
}


def line_starts(text: str) -> set[int]:
    return {0} | {found.end() for found in re.finditer("\n", text)}


def outline(printed: str) -> Outline:
    text = fold(printed)
    return parse_outline(text, line_starts(text))


def shown(path: tuple[Heading, ...]) -> str:
    return " > ".join(f"{heading.numbering} {heading.title}".strip() for heading in path)


def paths(printed: str) -> list[str]:
    return [shown(path) for path in outline(printed).deepest()]


def excerpt_of_a(seeds: Seeds, line: int) -> str:
    cell = seeds.a.read_bytes().decode().split("\n")[line - 1].split("\t")[3]
    return re.sub("</?p>", "", cell)


def excerpt_of_b(seeds: Seeds, lines: tuple[int, int]) -> str:
    first, last = lines
    return "\n".join(seeds.b.read_bytes().decode().split("\n")[first - 1 : last])


def test_twenty_six_sections_are_expected() -> None:
    of_a = sum(len(found) for found in PATHS_OF_A.values())
    of_b = sum(len(found) for found in PATHS_OF_B.values())
    assert (of_a, of_b) == (18, 8)


@pytest.mark.seeds
@pytest.mark.parametrize("line", sorted(PATHS_OF_A))
def test_sections_of_an_excerpt_in_a(seeds: Seeds, line: int) -> None:
    assert paths(excerpt_of_a(seeds, line)) == PATHS_OF_A[line]


@pytest.mark.seeds
@pytest.mark.parametrize("lines", sorted(PATHS_OF_B))
def test_sections_of_an_excerpt_in_b(seeds: Seeds, lines: tuple[int, int]) -> None:
    assert paths(excerpt_of_b(seeds, lines)) == PATHS_OF_B[lines]


@pytest.mark.seeds
@pytest.mark.parametrize("lines", sorted(set(PATHS_OF_B) - {(58, 73), (101, 110)}))
def test_headings_of_b_are_the_same_when_all_lines_are_joined(seeds: Seeds, lines: tuple[int, int]) -> None:
    assert paths(excerpt_of_b(seeds, lines).replace("\n", " ")) == PATHS_OF_B[lines]


@pytest.mark.seeds
@pytest.mark.parametrize("lines", [(58, 73), (101, 110)])
def test_numbering_of_b_is_the_same_when_lines_with_prose_are_joined(
    seeds: Seeds, lines: tuple[int, int]
) -> None:
    def numbering(printed: str) -> list[tuple[str, int]]:
        return [(heading.numbering, heading.level) for heading in outline(printed).headings]

    printed = excerpt_of_b(seeds, lines)
    assert numbering(printed.replace("\n", " ")) == numbering(printed)


@pytest.mark.seeds
@pytest.mark.parametrize("line", sorted(PATHS_OF_A))
def test_headings_of_a_are_the_same_with_a_line_end_before_each_mark(seeds: Seeds, line: int) -> None:
    printed = fold(excerpt_of_a(seeds, line))
    text = printed
    for heading in reversed(outline(printed).headings):
        if heading.title:
            text = f"{text[: heading.start]}\n{text[heading.start :]}"
    before = [heading.numbering for heading in outline(printed).headings]
    assert before == [heading.numbering for heading in outline(text).headings] or "II-1-(4)" in printed


@pytest.mark.seeds
@pytest.mark.parametrize("line", sorted(set(PATHS_OF_A) - {26}))
def test_a_line_end_anywhere_outside_a_mark_moves_no_heading_of_a(seeds: Seeds, line: int) -> None:
    printed = fold(excerpt_of_a(seeds, line))
    inside = {at for h in outline(printed).headings for at in range(h.start, h.title_start + 1)}
    expected = [path.replace(" ", "") for path in PATHS_OF_A[line]]
    blanks = {at for at, char in enumerate(printed) if char == " "}
    for at in sorted(set(range(1, len(printed))) - inside - blanks):
        wrapped = f"{printed[:at]}\n{printed[at:]}"
        assert [path.replace(" ", "") for path in paths(wrapped)] == expected, wrapped[at - 9 : at + 9]


@pytest.mark.seeds
def test_the_same_sentence_is_a_quote_of_two_documents(seeds: Seeds) -> None:
    quotes = []
    for line in (21, 22):
        text = fold(excerpt_of_a(seeds, line))
        found = parse_outline(text, {0})
        (body,) = found.bodies
        assert body.heading is not None
        quotes.append((text[body.start : body.end], shown(found.path(body.heading)).rpartition(" > ")[2]))
    assert quotes[0][0] == quotes[1][0]
    assert quotes[0][0].startswith("総合行政ネットワーク(LGWAN)")
    assert quotes[0][0].endswith("監視・検知体制を整備する")
    assert [title for _, title in quotes] == [
        "3. サイバーセキュリティ",
        "② マイナンバー制度の円滑な導入に向けた対策の強化",
    ]


@pytest.mark.seeds
def test_a_footnote_mark_is_text_of_the_body(seeds: Seeds) -> None:
    text = fold(excerpt_of_a(seeds, 26))
    (body,) = parse_outline(text, {0}).bodies
    assert text[body.start : body.end].startswith("「国・地方IT化・BPR推進チーム報告書」84に基づく")


def test_headings_alone_come_as_a_list() -> None:
    text = "1. 目的 (1) 背景"
    assert [(h.numbering, h.title, h.level, h.parent) for h in parse_headings(text, {0})] == [
        ("1.", "目的", 1, None),
        ("(1)", "背景", 2, 0),
    ]


def test_ranges_hold_marker_and_title() -> None:
    text = " 第3章 「新たな日常」の実現\n 本文である。"
    (heading,) = parse_headings(text, line_starts(text))
    assert text[heading.start : heading.end] == "第3章 「新たな日常」の実現"
    assert text[heading.title_start : heading.end] == heading.title


def test_empty_text_has_no_headings() -> None:
    assert parse_outline("", set()) == Outline((), ())
