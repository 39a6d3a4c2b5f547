"""Parts of the two real reports as hand-made models, so that quads are tested without any reader.

`Sheet` is a page on which printed pieces are placed; facts made on it point at their real characters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from loaders.model import (
    Actual,
    Baseline,
    Budget,
    BudgetColumn,
    CabinetDocument,
    DocumentNumber,
    Excerpt,
    Fact,
    FormerName,
    Head,
    Heading,
    IndicatorEntry,
    KpiTag,
    LocalTerm,
    MeansItem,
    Mention,
    NextTerm,
    ObjectiveItem,
    Outcome,
    PolicyPart,
    Quantity,
    Rating,
    Reference,
    Remark,
    Report,
    ResponsiblePost,
    SectionPath,
    Series,
    Span,
    Stance,
    Target,
    Transfer,
    UnitPath,
    YearMonth,
)
from loaders.source import Kind, Source

T = TypeVar("T")

CENTRAL = "総務省所管府省共通情報システム等の適切な構築・運用等を通じた電子政府の推進を図ること"
LOCAL = (
    "地方公共団体の情報化を推進し、便利な行政サービスを提供するとともに、"
    "効率的で災害に強い電子自治体を実現すること"
)
TAG = (
    "クラウド導入市区町村数 ＜アウトカム指標＞ "
    "【AP改革項目関連：地方行政改革・分野横断的な取組⑮】 【APのKPI】"
)


@dataclass
class Sheet:
    """A page under construction; pieces may be placed at a fixed offset or one after the other."""

    sha256: str | None = None
    pieces: dict[int, str] = field(default_factory=dict)
    end: int = 0

    def put(self, text: str, at: int | None = None) -> Span:
        start = self.end + 1 if at is None else at
        known = self.pieces.get(start)
        if known is None or len(known) < len(text):
            self.pieces[start] = text
        self.end = max(self.end, start + len(text))
        return Span(start, start + len(text))

    def fact(self, text: str, value: T, at: int | None = None) -> Fact[T]:
        return Fact(value, text, (self.put(text, at),), rule="fixture")

    def said(self, text: str, at: int | None = None) -> Fact[str]:
        return self.fact(text, text, at)

    def source(self, file_name: str) -> Source:
        chars = ["\n" if at < 43 else " " for at in range(self.end)]
        for start, text in sorted(self.pieces.items()):
            chars[start : start + len(text)] = text
        raw = "".join(chars)
        sha256 = self.sha256 or hashlib.sha256(raw.encode()).hexdigest()
        return Source(sha256, file_name, Kind.TABBED, "utf-8", raw)


def quantity(value: str, unit: str) -> Quantity:
    return Quantity(Decimal(value), unit)


def headings(sheet: Sheet, *printed: tuple[str, int, str]) -> SectionPath:
    """One section path; every heading is a piece of its own."""
    return SectionPath(
        tuple(
            Heading(numbering, value, title, sheet.put(f"{numbering} {title}"))
            for numbering, value, title in printed
        )
    )


def extended(sheet: Sheet, above: SectionPath, *printed: tuple[str, int, str]) -> SectionPath:
    """A path that goes on below headings already printed."""
    return SectionPath((*above.headings, *headings(sheet, *printed).headings))


def cloud_entry(sheet: Sheet) -> IndicatorEntry:
    """⑤ of 総務省31-⑧ at its real offsets (ONTOLOGY 16)."""
    number = sheet.fact("⑤", 5, 3386)
    name = Fact("クラウド導入市区町村数", "クラウド導入市区町村数", (sheet.put(TAG, 3388),))
    base = sheet.said("550団体 【26年度】", 3447)
    base_day = sheet.fact(
        "550団体(平成26年4月1日現在、自治体クラウド211団体、単独クラウド339)", date(2014, 4, 1), 7435
    )
    target = sheet.said("約1,000団体", 3460)
    final = sheet.said("約1,000団体 【29年度】", 3471)
    mark = sheet.fact("イ", "i", 3487)
    actuals = tuple(
        Actual(year, sheet.said(text, at), quantity(value, "municipality"), date(year, 4, 1))
        for year, text, value, at in (
            (2016, "842団体 (H28.4.1時点)", "842", 3493),
            (2017, "950団体 (H29.4.1時点)", "950", 3511),
            (2018, "1,067団体 (H30.4.1時点)", "1067", 3529),
        )
    )
    series = Series(
        "1",
        Baseline(2014, base, quantity("550", "municipality"), base_day),
        (
            Target(
                2017,
                target,
                "about",
                is_final=True,
                quantity=quantity("1000", "municipality"),
                final_text=final,
                column_from=2016,
            ),
        ),
        actuals,
        mark,
    )
    text = "測定指標5については、クラウド導入市区町村数が分かる測定指標を設定することとする。"
    return IndicatorEntry(
        number=number,
        number_text="⑤",
        is_main=True,
        name=name,
        measure_kind="quantitative",
        series=(series,),
        indicator_type=Fact("outcome", "＜アウトカム指標＞", (Span(3388, 3446),)),
        tag=KpiTag(
            Fact(
                "",
                "【AP改革項目関連：地方行政改革・分野横断的な取組⑮】 【APのKPI】",
                (Span(3388, 3446),),
            ),
            ("AP改革項目関連：地方行政改革・分野横断的な取組⑮", "APのKPI"),
        ),
        objective=2,
        means=2,
        said_main=Fact(True, "主要", (Span(3386, 3387),)),
        next_term=NextTerm(5, sheet.said(text, 9000), ("modify",), ("environment",)),
    )


def access_entry(sheet: Sheet) -> IndicatorEntry:
    """2 of 総務省31-⑧: two series with a mark each, the second relative to the first year's actual."""
    cases = "thousand-cases"
    first = Series(
        "1",
        Baseline(2015, sheet.said("412,533千件 【27年度】"), quantity("412533", cases)),
        (
            Target(2016, sheet.said("441,754千件以上"), "at-least", False, quantity("441754", cases)),
            Target(2017, sheet.said("485,929千件以上"), "at-least", False, quantity("485929", cases)),
            Target(
                2018, sheet.said("534,521千件以上 【30年度】"), "at-least", True, quantity("534521", cases)
            ),
        ),
        (
            Actual(2016, sheet.said("577,273千件"), quantity("577273", cases)),
            Actual(2017, sheet.said("821,737千件"), quantity("821737", cases)),
        ),
        sheet.fact("イ", "i"),
    )
    base = sheet.said("577,273千件 【28年度】")
    second = Series(
        "2",
        Baseline(2016, base, quantity("577273", cases)),
        (
            Target(
                2021,
                sheet.said("平成33年度に平成28年度実績値比2倍を目指す"),
                "at-least",
                is_final=True,
                quantity=quantity("1154547", cases),
                reference=Reference(2016, "baseline", Decimal(2), "2"),
                reference_spans=base.spans,
                final_text=sheet.said("1,154,547千件 (平成28年度実績値比2倍) 【33年度】"),
                column_from=2018,
                column_to=2018,
            ),
        ),
        (Actual(2018, sheet.said("1,506,096千件"), quantity("1506096", cases)),),
        sheet.fact("イ", "i"),
    )
    return IndicatorEntry(
        number=sheet.fact("2", 2),
        number_text="2",
        is_main=False,
        name=sheet.said("電子政府の総合窓口(e-Gov)へのアクセス件数"),
        measure_kind="quantitative",
        series=(first, second),
        indicator_type=sheet.fact("<アウトプット指標>", "output"),
        objective=1,
    )


def ranking_entry(sheet: Sheet) -> IndicatorEntry:
    """1 of 総務省31-⑧: relative targets on a rank; the last one is lower than the base."""
    base = sheet.said("4位 【26年度】")
    first = sheet.said("16位")
    series = Series(
        "1",
        Baseline(2014, base, quantity("4", "rank")),
        (
            Target(
                2016,
                sheet.said("平成26年度値以上"),
                "as-good",
                is_final=False,
                quantity=quantity("4", "rank"),
                reference=Reference(2014, "baseline"),
                reference_spans=base.spans,
            ),
            Target(
                2018,
                sheet.said("平成28年度値以上"),
                "as-good",
                is_final=True,
                quantity=quantity("16", "rank"),
                reference=Reference(2016, "actual"),
                reference_spans=first.spans,
                final_text=sheet.said("平成28年度値以上 【30年度】"),
            ),
        ),
        (
            Actual(2016, first, quantity("16", "rank")),
            Actual(2018, sheet.said("9位"), quantity("9", "rank")),
        ),
        sheet.fact("イ", "i"),
    )
    return IndicatorEntry(
        number=sheet.fact("1", 1),
        number_text="1",
        is_main=False,
        name=sheet.said("国際連合「電子政府ランキング」における行政オンラインサービスの充実度ランキング"),
        measure_kind="quantitative",
        series=(series,),
        objective=1,
        means=1,
        next_term=NextTerm(
            1, sheet.said("測定指標1については、削除することとする。"), ("remove",), ("transfer",)
        ),
    )


def approval_entry(sheet: Sheet) -> IndicatorEntry:
    """4 of 総務省31-⑧: missed, ended and replaced."""
    targets = tuple(
        Target(year, sheet.said(f"{hours}時間以内"), "at-most", year == 2018, quantity(hours, "hour"))
        for year, hours in ((2016, "38"), (2017, "35"))
    )
    final = Target(
        2018,
        sheet.said("32時間以内"),
        "at-most",
        is_final=True,
        quantity=quantity("32", "hour"),
        final_text=sheet.said("32時間以内 【30年度】"),
    )
    actuals = tuple(
        Actual(year, sheet.said(f"{hours}時間"), quantity(hours, "hour"))
        for year, hours in ((2016, "56.9"), (2017, "58.7"), (2018, "60.3"))
    )
    base = Baseline(2014, sheet.said("40.1時間 【26年度】"), quantity("40.10", "hour"))
    return IndicatorEntry(
        number=sheet.fact("4", 4),
        number_text="4",
        is_main=False,
        name=sheet.said("電子決裁に要する期間"),
        measure_kind="quantitative",
        series=(Series("1", base, (*targets, final), actuals, sheet.fact("ハ", "ha")),),
        indicator_type=sheet.fact("<アウトプット指標>", "output"),
        objective=1,
        next_term=NextTerm(
            4,
            sheet.said("評価し終了する。今後は測定指標を「電子決裁拡大への対応」とする。"),
            ("end", "replace"),
            ("unsuitable",),
            sheet.said("電子決裁拡大への対応"),
        ),
    )


def database_entry(sheet: Sheet) -> IndicatorEntry:
    """6 of 総務省31-⑧: in words only, same words each year."""
    text = "地方行政の施策に係る基礎データベースの作成・管理・統計処理等を実施"
    return IndicatorEntry(
        number=sheet.fact("6", 6),
        number_text="6",
        is_main=False,
        name=sheet.said("地方行政統計等における基礎データベースの作成及びその活用"),
        measure_kind="qualitative",
        series=(
            Series(
                "1",
                None,
                (Target(2018, sheet.said(text), "done", is_final=True, final_text=sheet.said(text)),),
                (Actual(2018, sheet.said("調査結果等" + text)),),
                sheet.fact("イ", "i"),
            ),
        ),
        objective=2,
        means=3,
    )


def cabinet_a(sheet: Sheet) -> tuple[CabinetDocument, ...]:
    """Three rows of 総務省31-⑧: a revised declaration, the AP, and a compound marker."""
    first = headings(
        sheet, ("Ⅲ.", 3, "目指すべき社会"), ("1.", 1, "革新的な新産業"), ("(4)", 4, "地域の活性化")
    )
    second = extended(
        sheet,
        SectionPath(first.headings[:1]),
        ("3.", 3, "ワンストップ"),
        ("(2)", 2, "行政情報システムの改革"),
    )
    declared = CabinetDocument(
        sheet.said("世界最先端IT国家創造宣言"),
        (
            sheet.fact("平成25年6月14日", date(2013, 6, 14)),
            sheet.fact("(平成26年6月24日 改定)", date(2014, 6, 24)),
        ),
        Excerpt(sheet.said("Ⅲ. 目指すべき社会 …"), (first, second)),
    )
    ap = CabinetDocument(
        sheet.said("経済・財政再生アクション・プログラム"),
        (sheet.fact("平成27年12月24日", date(2015, 12, 24)),),
        Excerpt(
            sheet.said("3. 主要分野毎の改革の取組 …"),
            (
                headings(
                    sheet,
                    ("3.", 3, "主要分野毎の改革の取組"),
                    ("[3]", 3, "地方行財政改革・分野横断的な取組"),
                    ("(4)", 4, "IT化と業務改革、行政改革等"),
                ),
            ),
        ),
    )
    kanmin = CabinetDocument(
        sheet.said("世界最先端IT国家創造宣言・官民データ活用推進基本計画"),
        (sheet.fact("平成29年5月30日", date(2017, 5, 30)),),
        Excerpt(
            sheet.said("第2部 …"),
            (headings(sheet, ("第2部", 2, "基本計画"), ("II-1-(4)", 4, "マイナンバーカードの普及・活用")),),
        ),
    )
    return (declared, ap, kanmin)


def report_a() -> tuple[Report, Source]:
    """Parts of 総務省31-⑧, indicator ⑤ at its real offsets."""
    sheet = Sheet("aec283a3ce7df1c323c0fdd1563da069f4f4d56ed4d8133ab6c3d7c73630665f")
    cloud = cloud_entry(sheet)
    million = 1_000_000
    report = Report(
        Head(
            sheet.said("主要な政策に係る評価書(平成30年度実施政策)"),
            sheet.fact("(総務省31-⑧)", DocumentNumber("総務省", 2019, 8, "総務省31-⑧")),
            sheet.fact("平成30年度", 2018),
            sheet.fact("令和元年8月", YearMonth(2019, 8)),
        ),
        PolicyPart(
            sheet.said("電子政府・電子自治体の推進"),
            sheet.fact("8", 8),
            sheet.said("電子政府・電子自治体"),
            sheet.said("国民の利便性向上や行政の効率化等を図る。"),
            (
                Outcome("final", sheet.said("世界最高水準のIT活用")),
                Outcome("intermediate", sheet.said("国民の利便性向上")),
            ),
        ),
        Budget(
            sheet.fact("(百万円)", million),
            (
                BudgetColumn(
                    sheet.fact("30年度", 2018),
                    sheet.fact("55,662", 55_662 * million),
                    sheet.fact("1,971", 1_971 * million),
                    sheet.fact("7,704", 7_704 * million),
                    sheet.fact("65,336", 65_336 * million),
                    sheet.fact("59,666", 59_666 * million),
                ),
                BudgetColumn(sheet.fact("31年度", 2019), sheet.fact("76,461", 76_461 * million)),
            ),
        ),
        cabinet_a(sheet),
        (ObjectiveItem(1, sheet.said(CENTRAL)), ObjectiveItem(2, sheet.said(LOCAL))),
        (
            MeansItem(
                1,
                sheet.said("各省におけるオンラインサービスに関する情報収集、改善のための取組への支援の実施"),
                1,
            ),
            MeansItem(
                2,
                sheet.said(
                    "コスト削減、業務負担の軽減、業務の共通化・標準化等に資するため自治体クラウドの導入等を推進"
                ),
            ),
            MeansItem(
                3, sheet.said("地方行政の施策に係る基礎データベースの作成・管理・統計処理等を実施"), 2, (6,)
            ),
        ),
        (cloud, ranking_entry(sheet), access_entry(sheet), approval_entry(sheet), database_entry(sheet)),
        Rating(sheet.said("相当程度進展あり"), "substantial", sheet.said("測定指標3は主要なものである。")),
        Stance(sheet.said("I 予算の拡大・拡充"), "expand", sheet.fact("平成32年度", 2020)),
        (),
        (UnitPath(("自治行政局", "住民制度課"), sheet.said("自治行政局(住民制度課)")),),
        (
            ResponsiblePost(
                sheet.said("自治行政局住民制度課長"), sheet.said("三橋 一彦"), ("自治行政局", "住民制度課")
            ),
        ),
        (),
        (
            LocalTerm(
                "AP",
                sheet.said("経済・財政再生アクション・プログラム"),
                sheet.fact("平成27年12月24日", date(2015, 12, 24)),
                sheet.said("経済財政諮問会議決定"),
                sheet.said("※5 表中の「AP」とは、「経済・財政再生アクション・プログラム」であり"),
            ),
        ),
        (Remark("system", sheet.said("―"), stated_none=True),),
        mentions=(
            Mention(
                "material",
                sheet.said("経済財政運営と改革の基本方針2018"),
                sheet.said("経済財政運営と改革の基本方針2018(平成30年6月5日閣議決定)"),
                sheet.fact("平成30年6月5日", date(2018, 6, 5)),
                sheet.said("閣議決定"),
            ),
        ),
    )
    return report, sheet.source("000_62d7159f10255d34.txt")


def pair_entry(sheet: Sheet) -> IndicatorEntry:
    """➀ of 総務省R4-⑧: a whole and its part; the period has not ended."""

    def series(key: str, values: tuple[str, str, str, str], part: Fact[str] | None) -> Series:
        base, *years, goal = (*values, "1600" if part is None else "1100")
        return Series(
            key,
            Baseline(2018, sheet.said(f"平成30年度{base}団体"), quantity(base, "municipality")),
            (
                Target(
                    2023,
                    sheet.said(f"令和５年度末までに約{goal}団体"),
                    "about",
                    is_final=True,
                    quantity=quantity(goal, "municipality"),
                    column_from=2019,
                    column_to=2021,
                ),
            ),
            tuple(
                Actual(year, sheet.said(f"{value}団体"), quantity(value, "municipality"), date(year, 4, 1))
                for year, value in zip((2019, 2020, 2021), years, strict=True)
            ),
            sheet.fact("－", "pending"),
            part,
        )

    return IndicatorEntry(
        number=sheet.fact("➀", 1),
        number_text="➀",
        is_main=True,
        name=sheet.said("クラウド導入市区町村数"),
        measure_kind="quantitative",
        series=(
            series("1", ("1067", "1182", "1279", "1404"), None),
            series("1a", ("407", "497", "611", "713"), sheet.said("うち自治体クラウド導入団体数")),
        ),
        indicator_type=sheet.fact("＜アウトカム指標＞", "outcome"),
        tag=KpiTag(
            sheet.said("【新経済・財政再生計画　改革工程表のKPI関係】"),
            ("新経済・財政再生計画　改革工程表のKPI関係",),
        ),
    )


def request_entry(sheet: Sheet) -> IndicatorEntry:
    """2 of 総務省R4-⑧: one merged target over three equal years."""
    return IndicatorEntry(
        number=sheet.fact("2", 2),
        number_text="2",
        is_main=False,
        name=sheet.said("地方行税政統計システム利用課室からの新規要望への対応率"),
        measure_kind="quantitative",
        series=(
            Series(
                "1",
                Baseline(
                    2018,
                    sheet.said("平成30年度100％（45／45）"),
                    Quantity(Decimal(100), "percent", Decimal(45), Decimal(45)),
                ),
                (
                    Target(
                        2021,
                        sheet.said("対応率100%"),
                        "bare",
                        is_final=True,
                        quantity=quantity("100", "percent"),
                        final_text=sheet.said("対応率：100％【令和３年度】"),
                        column_from=2019,
                        column_to=2021,
                    ),
                ),
                tuple(
                    Actual(
                        year,
                        sheet.said("対応率100%（46／46）"),
                        Quantity(Decimal(100), "percent", Decimal(46), Decimal(46)),
                    )
                    for year in (2019, 2020, 2021)
                ),
                sheet.fact("イ", "i"),
            ),
        ),
        means=1,
    )


def report_b() -> tuple[Report, Source]:
    """Parts of 総務省R4-⑧: the new policy name, the transfers, the part."""
    sheet = Sheet("94ca55d09eda047bcd76f73809b34088819ada0ad6abac1a7c22160746d37721")
    moved = tuple(
        sheet.said(text)
        for text in (
            "総務省所管府省共通情報システム等の適切な構築・運用等を通した電子政府の推進を図ること",
            (
                "番号制度の円滑な実施より、国民の給付と負担の公平性を確保するとともに、国民の利便性の向上、"
                "行政運営の効率化を図ること"
            ),
        )
    )
    report = Report(
        Head(
            sheet.said("主要な政策に係る評価書（令和３年度実施政策）"),
            sheet.fact("（総務省R4－⑧）", DocumentNumber("総務省", 2022, 8, "総務省R4-⑧")),
            sheet.fact("令和３年度", 2021),
            sheet.fact("令和４年８月", YearMonth(2022, 8)),
        ),
        PolicyPart(
            sheet.said("電子自治体の推進"),
            sheet.fact("８", 8),
            former_name=FormerName(
                sheet.fact("旧政策名「電子政府・電子自治体の推進」", "電子政府・電子自治体の推進"),
                (2019, 2020, 2021),
                sheet.said("令和元年度から令和３年度は旧政策名に対応する予算額となっている。"),
            ),
        ),
        Budget(
            sheet.fact("（百万円）", 1_000_000),
            (
                BudgetColumn(
                    sheet.fact("令和元年度", 2019),
                    sheet.fact("76,461", 76_461_000_000),
                    carry_over=sheet.fact("△ 13,745", -13_745_000_000),
                ),
                BudgetColumn(sheet.fact("令和４年度", 2022), sheet.fact("106,687", 106_687_000_000)),
            ),
        ),
        (
            CabinetDocument(
                sheet.said("デジタル社会の実現に向けた重点計画"),
                (sheet.fact("令和３年６月18日", date(2021, 6, 18)),),
            ),
            CabinetDocument(
                sheet.said("新経済・財政再生計画改革工程表2019"),
                (sheet.fact("令和元年12月19日", date(2019, 12, 19)),),
                Excerpt(
                    sheet.said("５．次世代型行政サービスの早期実現 …"),
                    (
                        headings(
                            sheet,
                            ("５．", 5, "次世代型行政サービスの早期実現"),
                            ("５－３", 3, "地方自治体のデジタル化・クラウド化の展開"),
                            ("10", 10, "自治体におけるクラウド活用の推進"),
                        ),
                    ),
                ),
            ),
        ),
        (
            ObjectiveItem(
                1,
                sheet.said(
                    "地方公共団体の情報化を推進し、便利な行政サービスを提供し、効率的な電子自治体を実現すること"
                ),
                (1, 2),
            ),
        ),
        (
            MeansItem(
                1,
                sheet.said("地方行税政の施策に係る基礎データべースの 理・統計処理等を"),
                indicators=(2,),
                partial=True,
            ),
        ),
        (pair_entry(sheet), request_entry(sheet)),
        Rating(sheet.said("目標達成"), "achieved"),
        transfers=(
            Transfer(
                moved, sheet.said("デジタル庁"), sheet.said("※施策目標については、デジタル庁に移管された。")
            ),
        ),
        units=(
            UnitPath(
                ("自治行政局", "住民制度課", "デジタル基盤推進室"),
                sheet.said("自治行政局（住民制度課デジタル基盤推進室）"),
            ),
        ),
    )
    return report, sheet.source("001_374b020aef0d64a6.txt")
