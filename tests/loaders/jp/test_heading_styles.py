"""Made-up documents in other numbering styles, and the guards that keep prose out of the headings."""

import re

import pytest

from loaders.jp.folding import fold
from loaders.jp.headings import parse_outline


def tree(printed: str) -> list[str]:
    text = fold(printed)
    starts = {0} | {found.end() for found in re.finditer("\n", text)}
    headings = parse_outline(text, starts).headings
    return [f"{'-' * (heading.level - 1)}{heading.numbering} {heading.title}".strip() for heading in headings]


def values(printed: str) -> list[int]:
    text = fold(printed)
    starts = {0} | {found.end() for found in re.finditer("\n", text)}
    return [heading.value for heading in parse_outline(text, starts).headings]


STYLES = {
    "statute": (
        "第１編　総則\n第１章　通則\n第１節　目的\n第１款　定義\n第２節　基準\n第２章　雑則\n第２編　施策",
        [
            "第1編 総則",
            "-第1章 通則",
            "--第1節 目的",
            "---第1款 定義",
            "--第2節 基準",
            "-第2章 雑則",
            "第2編 施策",
        ],
    ),
    "parts-after-a-chapter-close-it": (
        "第２章　現状\n１．課題\n第２部　施策\n１．方針",
        ["第2章 現状", "-1. 課題", "第2部 施策", "-1. 方針"],
    ),
    "ministry-of-health": (
        (
            "Ⅰ－９－１　総合的ながん対策を推進すること\n"
            "Ⅰ－９－２　難病対策を推進すること\nⅡ－１－１　医薬品の安全"
        ),
        [
            "I",
            "-9",
            "--1 総合的ながん対策を推進すること",
            "--2 難病対策を推進すること",
            "II",
            "-1",
            "--1 医薬品の安全",
        ],
    ),
    "long-vowel-as-hyphen": ("Ⅰー６　地域\nⅠー７　国際", ["I", "-6 地域", "-7 国際"]),
    "decimals": (
        "1. 総論\n1.1 背景\n1.1.1 経緯\n1.1.2 現状\n1.2 目的\n2. 各論\n2.1 施策",
        ["1. 総論", "-1.1 背景", "--1.1.1 経緯", "--1.1.2 現状", "-1.2 目的", "2. 各論", "-2.1 施策"],
    ),
    "kana": (
        "１　目標\n（１）方針\nア　普及\n（ア）広報\n（イ）研修\nイ　支援\n（２）体制",
        ["1 目標", "-(1) 方針", "--ア 普及", "---(ア) 広報", "---(イ) 研修", "--イ 支援", "-(2) 体制"],
    ),
    "kanji": (
        "一、総則\n（一）目的\n１）背景\n２）範囲\n（二）定義\n二、施策",
        ["一、 総則", "-(一) 目的", "--1) 背景", "--2) 範囲", "-(二) 定義", "二、 施策"],
    ),
    "close-circle-letter": (
        "１）基盤\n① 整備\na) 国\nb) 地方\n② 運用\n２）人材",
        ["1) 基盤", "-① 整備", "--a) 国", "--b) 地方", "-② 運用", "2) 人材"],
    ),
    "roman-without-a-point": (
        "Ⅳ　電子自治体\n１．推進\nⅤ　情報通信\n１．競争",
        ["IV 電子自治体", "-1. 推進", "V 情報通信", "-1. 競争"],
    ),
    "measures-of-a-list": (
        "[No.9-18] 窓口の改革\n[No.9-19] 手続の改革",
        ["[No.9-18] 窓口の改革", "[No.9-19] 手続の改革"],
    ),
    "labels": (
        "【柱】 [基本方針1] 利便 (1) 窓口 (2) 手続 [基本方針2] 効率 (1) 内部",
        ["[基本方針1] 利便", "-(1) 窓口", "-(2) 手続", "[基本方針2] 効率", "-(1) 内部"],
    ),
    "compounds-share-their-upper-levels": (
        "第2部 計画 II-1-(4) 普及 II-1-(5) 活用 II-2-(1) 人材 III-1-① 国際",
        [
            "第2部 計画",
            "-II",
            "--1",
            "---(4) 普及",
            "---(5) 活用",
            "--2",
            "---(1) 人材",
            "-III",
            "--1",
            "---① 国際",
        ],
    ),
    "levels-skipped-and-found-again": (
        "第1章 基盤\n1. 通信\n(1) 整備\n第2章 人材\n(1) 育成\n1. 研修\n(1) 教材",
        ["第1章 基盤", "-1. 通信", "--(1) 整備", "第2章 人材", "-(1) 育成", "-1. 研修", "--(1) 教材"],
    ),
    "dashes-below-their-number": (
        "５．行政\n５－３　自治体\n10　クラウド\n５－４　国\n６．医療",
        ["5. 行政", "-5-3 自治体", "--10 クラウド", "-5-4 国", "6. 医療"],
    ),
    "circles-over-twenty": ("⑲ 通信 ⑳ 放送 ㉑ 郵便 ㊱ 統計", ["⑲ 通信", "⑳ 放送", "㉑ 郵便", "㊱ 統計"]),
    "a-title-over-two-lines": (
        "１．成長戦略実行計画をはじめとする\n成長力の強化\n２．人材",
        ["1. 成長戦略実行計画をはじめとする成長力の強化", "2. 人材"],
    ),
    "title-then-prose": (
        "（１）はじめに\n　本計画は、次の事項を定める。2 年間で見直す。\n（２）体制\n　なし。",
        ["(1) はじめに", "(2) 体制"],
    ),
}


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_numbering_style_gives_its_tree(style: str) -> None:
    printed, expected = STYLES[style]
    assert tree(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param(
            "第２章　Society 5.0時代にふさわしい仕組みづくり",
            ["第2章 Society 5.0時代にふさわしい仕組みづくり"],
            id="B58",
        ),
        pytest.param("Society 5. 実現", [], id="latin-word-before-a-number"),
        pytest.param(
            "第二 3つのアクションプラン", ["第二 3つのアクションプラン"], id="A22-counter-in-a-title"
        ),
        pytest.param("1. 取組\n(2)に基づき実施する。", ["1. 取組"], id="reference-in-prose"),
        pytest.param("①及び②について", [], id="reference-by-circles"),
        pytest.param("(離島 (1) を含む。)", [], id="inside-brackets"),
        pytest.param("本年 10月の引上げ", [], id="month"),
        pytest.param("5 人の委員", [], id="persons"),
        pytest.param("5 人材の育成", ["5 人材の育成"], id="a-word-that-begins-like-a-unit"),
        pytest.param("第3章に定める。第2部の施策", [], id="reference-to-a-chapter"),
        pytest.param("第1次産業の振興", [], id="ordinal-word"),
        pytest.param("407 団体が導入", [], id="count"),
        pytest.param("1.5 °C目標に整合した目標", [], id="degrees"),
        pytest.param("第1部 第1章に記載された危機感", [], id="reference-over-two-levels"),
        pytest.param("2.5 %の増加", [], id="percentage"),
        pytest.param("https://example.go.jp/1. 2", [], id="url"),
        pytest.param("「閉じない (1) 窓口", ["(1) 窓口"], id="unclosed-bracket"),
        pytest.param("1.", [], id="mark-without-title"),
        pytest.param("IIX. 整備", [], id="malformed-roman"),
    ],
)
def test_prose_is_kept_out(printed: str, expected: list[str]) -> None:
    assert tree(printed) == expected


def test_letters_count_on_after_h() -> None:
    assert values("a) 一 b) 二 h) 三 i) 四 j) 五") == [1, 2, 8, 9, 10]
    assert values("i) 一般 ii) 特別 iv) その他") == [1, 2, 4]


def test_kana_with_ro_count_in_iroha_order() -> None:
    assert values("(イ) 国 (ロ) 県 (ハ) 市") == [1, 2, 3]
    assert values("(ア) 国 (イ) 県 (ウ) 市") == [1, 2, 3]


def test_elisions_split_what_stands_beside_them_into_quotes() -> None:
    text = fold("前文。1. 基盤 （略）監視を行う。（中略）検知を行う。2. 人材")
    outline = parse_outline(text, {0})
    assert [(body.heading, text[body.start : body.end]) for body in outline.bodies] == [
        (0, "監視を行う。"),
        (0, "検知を行う。2. 人材"),
    ] or [(body.heading, text[body.start : body.end]) for body in outline.bodies] == [
        (None, "前文。1. 基盤"),
        (None, "監視を行う。"),
        (None, "検知を行う。2. 人材"),
    ]
