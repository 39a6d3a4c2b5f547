"""Made-up full texts of plans: as wrapped text with a table of contents, and as a page with tags."""

from __future__ import annotations

import html
from dataclasses import dataclass

from loaders.jp.folding import fold
from loaders.model import Confidence, Excerpt, Fact, Heading, SectionPath, Span

QUOTE = (
    "地方公共団体の情報システムの共同利用を進め、令和３年度末までに参加団体を約1,600団体とすることを目指す。"
)
NEAR = (
    "地方公共団体における情報システムの共同利用を進め、"
    "令和３年度末までに参加団体を約1,600団体にすることを目指す。"
)
ELSEWHERE = "月面基地の観光客を倍増させるため、軌道エレベーターの通年運行を支援する。"
TWICE = "関係府省庁は連携して施策を着実に実行し、その進捗を毎年度点検する。"


@dataclass(frozen=True)
class Line:
    """A heading of a level, or a paragraph (level 0)."""

    level: int
    text: str


HONEBUTO = (
    Line(1, "第１章　わが国経済の現状"),
    Line(2, "１．景気の動向"),
    Line(0, "我が国経済は緩やかに回復している。Society 5.0 の実現に向けて３つの柱を立てる。"),
    Line(2, "２．当面の課題"),
    Line(0, f"人手不足が深刻である。{TWICE}"),
    Line(1, "第２章　経済再生への取組"),
    Line(2, "１．生産性の向上"),
    Line(3, "（１）投資の喚起"),
    Line(0, "設備投資を促す。2019年度に制度を見直す。"),
    Line(3, "（２）人材の育成"),
    Line(4, "①　学び直しの支援"),
    Line(0, "社会人の学び直しを支援する。"),
    Line(4, "②　デジタル人材の確保"),
    Line(0, "専門人材を確保する。"),
    Line(2, "２．地方創生の推進"),
    Line(3, "（１）地方の行政サービスの改革"),
    Line(4, "①　情報システムの共同利用"),
    Line(0, QUOTE),
    Line(4, "②　窓口の改善"),
    Line(0, f"窓口の待ち時間を短縮する。{TWICE}"),
    Line(1, "第３章　経済・財政一体改革"),
    Line(2, "１．基本的な考え方"),
    Line(0, "財政健全化と経済成長を両立させる。"),
)
JUTEN = (
    Line(1, "第１部　デジタル社会の形成"),
    Line(2, "Ⅰ．目指す社会"),
    Line(3, "１　理念"),
    Line(4, "（１）誰一人取り残さない社会"),
    Line(0, "利用者の立場に立って進める。"),
    Line(4, "（２）公平で透明な社会"),
    Line(0, "情報を分かりやすく公表する。"),
    Line(3, "２　進め方"),
    Line(0, "毎年度見直す。"),
    Line(1, "第２部　施策の展開"),
    Line(2, "Ⅰ．行政の改革"),
    Line(3, "１　国の情報システム"),
    Line(4, "（１）整備の方針"),
    Line(0, "共通の基盤を用いる。"),
    Line(2, "Ⅱ．地方の改革"),
    Line(3, "１　自治体の情報システム"),
    Line(4, "（５）標準化の推進"),
    Line(0, QUOTE),
)
HONEBUTO_COVER = (
    "経済財政運営と改革の基本方針2019",
    "～新しい時代への挑戦～",
    "令和元年６月21日",
    "閣議決定",
)
JUTEN_COVER = ("デジタル社会の実現に向けた重点計画", "令和３年６月18日", "閣議決定")


def as_text(cover: tuple[str, ...], lines: tuple[Line, ...], *, width: int | None = None) -> str:
    """Plain text with a table of contents; a paragraph begins with an ideographic blank."""
    contents = [f"{line.text}　……　{page}" for page, line in enumerate(lines, 2) if 0 < line.level < 3]
    body: list[str] = []
    for line in lines:
        text = line.text if line.level else f"　{line.text}"
        body += [text] if width is None else [text[at : at + width] for at in range(0, len(text), width)]
        body += [""] if line.level else []
    return "\n".join([*cover, "", "目　次", *contents, "", *body]) + "\n"


def as_page(cover: tuple[str, ...], lines: tuple[Line, ...]) -> str:
    """A page whose headings have tags; levels 6 and deeper would be ARIA levels."""
    shown = [f"<h1>{cover[0]}</h1>", *(f"<p>{line}</p>" for line in cover[1:])]
    for page, line in enumerate(lines, 1):
        text = html.escape(line.text)
        tag = f"h{line.level + 1}" if line.level else "p"
        shown.append(f'<{tag}><span data-pageno="{page}">{text}</span></{tag}>')
    return f"<!DOCTYPE html>\n<html><body>{''.join(shown)}</body></html>"


def path(*headings: tuple[str, int, str], at: int = 0) -> SectionPath:
    return SectionPath(
        tuple(Heading(n, v, t, Span(at + i, at + i + 1)) for i, (n, v, t) in enumerate(headings))
    )


def excerpt(headings: SectionPath, quote: str | None) -> Excerpt:
    quotes = () if quote is None else (words(quote, 50),)
    return Excerpt(words("抜粋", 0), (headings,), quotes)


def words(text: str, at: int) -> Fact[str]:
    return Fact(text, text, (Span(at, at + len(text)),), Confidence.READ, "test")


def levels(lines: tuple[Line, ...]) -> list[tuple[int, str]]:
    """What a reader must find: level and words of each heading, blanks left out."""
    return [(line.level, "".join(fold(line.text).split())) for line in lines if line.level]
