"""Lineage graphs for the tests of the drawings: the facts of two real reports, by hand, and random graphs.

Only names, dates, numbers and headings stand here, as in the design pages.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
from hypothesis import strategies as st

A = "report/soumu/2019-08"
B = "report/soumu/2022-08"
REPORT_LABELS = {A: "総務省31-⑧", B: "総務省R4-⑧"}
CLOUD = "indicator/municipal-cloud-adopters"


@dataclass(frozen=True, slots=True)
class Doc:
    path: str
    label: str
    detail: str
    report: str
    trees: tuple[tuple[tuple[str, str, str], ...], ...]


def _s(*steps: tuple[str, str, str]) -> tuple[tuple[str, str, str], ...]:
    return steps


III = ("3", "Ⅲ.", "目指すべき社会・姿を実現するための取組")
III_3 = ("3.3", "3.", "公共サービスがワンストップで誰でもどこでもいつでも受けられる社会の実現")
III_4 = ("3.4", "4.", "ITを利活用した公共サービスがワンストップで受けられる社会")
DAINI = ("2", "第二", "3つのアクションプラン")
ICHI = ("2.1", "一.", "日本産業再興プラン")
YON = ("2.1.4", "4.", "世界最高水準のIT社会の実現")
GUTAI = ("2.1.4.3", "(3)", "新たに講ずべき具体的施策")
ANZEN = ("2.1.4.3.2", "ⅱ)", "安全・安心を前提としたマイナンバー制度の活用")
KUNI = ("2", "Ⅱ.", "「国から地方へ、地方から全国へ」")
JUTEN = ("2.3", "[重点項目3]", "超少子高齢社会における諸課題の解決")
KADAI = ("2.3.3", "(3)", "IT利活用による諸課題の解決に資する取組")
SHUYO = ("3", "3.", "主要分野毎の改革の取組")
CHIHO = ("3.3", "[3]", "地方行財政改革・分野横断的な取組")
BU2 = ("2", "第２部", "デジタル社会の形成に向けた基本的な施策")

DOCS = (
    Doc(
        "doc/it-declaration/2014-06-24",
        "世界最先端IT国家創造宣言",
        "2014-06-24 改定",
        A,
        (
            _s(
                III,
                ("3.1", "1.", "革新的な新産業・新サービスの創出と全産業の成長を促進する社会の実現"),
                ("3.1.4", "(4)", "IT・データを活用した地域（離島を含む。）の活性化"),
            ),
            _s(III, III_3, ("3.3.2", "(2)", "国・地方を通じた行政情報システムの改革")),
        ),
    ),
    Doc(
        "doc/it-declaration/2015-06-30",
        "世界最先端IT国家創造宣言",
        "2015-06-30 改定",
        A,
        (
            _s(
                III,
                III_4,
                ("3.4.1", "(1)", "安全・安心を前提としたマイナンバー制度の活用"),
                ("3.4.1.2", "②", "個人番号カードの普及・利活用の促進"),
            ),
            _s(III, III_4, ("3.4.3", "(3)", "国・地方を通じた行政情報システムの改革")),
            _s(
                ("4", "Ⅳ.", "利活用の裾野拡大を推進するための基盤の強化"),
                ("4.3", "3.", "サイバーセキュリティ"),
            ),
        ),
    ),
    Doc(
        "doc/saiko-senryaku/2015",
        "「日本再興戦略」改訂2015",
        "2015-06-30",
        A,
        (
            _s(
                DAINI,
                ICHI,
                YON,
                GUTAI,
                ("2.1.4.3.1", "ⅰ)", "国民・社会を守るサイバーセキュリティ"),
                ("2.1.4.3.1.2", "②", "マイナンバー制度の円滑な導入に向けた対策の強化"),
            ),
            _s(DAINI, ICHI, YON, GUTAI, ANZEN, ("2.1.4.3.2.2", "②", "個人番号カードの普及・利活用の促進")),
            _s(DAINI, ICHI, YON, GUTAI, ANZEN, ("2.1.4.3.2.3", "③", "個人番号カードによる公的資格確認")),
            _s(
                DAINI,
                ICHI,
                YON,
                GUTAI,
                ("2.1.4.3.4", "ⅳ)", "IT活用の更なる促進"),
                ("2.1.4.3.4.4", "④", "国・地方の行政のIT化と業務改革"),
            ),
        ),
    ),
    Doc(
        "doc/ap/2015-12-24",
        "経済・財政再生アクション・プログラム",
        "2015-12-24 経済財政諮問会議",
        A,
        (_s(SHUYO, CHIHO, ("3.3.4", "(4)", "IT化と業務改革、行政改革等")),),
    ),
    Doc(
        "doc/it-declaration/2016-05-20",
        "世界最先端IT国家創造宣言",
        "2016-05-20 改定",
        A,
        (
            _s(KUNI, JUTEN, ("2.3.1", "(1)", "ビッグデータを活用した社会保障制度の変革")),
            _s(KUNI, JUTEN, ("2.3.2", "(2)", "マイナンバー制度等を活用した子育て行政サービスの変革")),
            _s(KUNI, JUTEN, KADAI, ("2.3.3.1", "①", "産業競争力の強化")),
            _s(KUNI, JUTEN, KADAI, ("2.3.3.2", "②", "地方創生の実現")),
            _s(KUNI, JUTEN, KADAI, ("2.3.3.3", "③", "マイナンバー制度を活用した国民生活の利便性の向上")),
            _s(KUNI, JUTEN, KADAI, ("2.3.3.4", "④", "安全で災害に強い社会の実現")),
        ),
    ),
    Doc(
        "doc/honebuto/2016",
        "経済財政運営と改革の基本方針2016",
        "2016-06-02 閣議",
        A,
        (
            _s(
                ("3", "第3章", "経済・財政一体改革の推進"),
                ("3.5", "5.", "主要分野ごとの改革の取組"),
                ("3.5.3", "(3)", "地方行財政改革・分野横断的な課題"),
                ("3.5.3.5", "⑤", "IT化と業務改革、行政改革等"),
            ),
        ),
    ),
    Doc(
        "doc/it-declaration-kanmin/2017",
        "世界最先端IT国家創造宣言・官民データ活用推進基本計画",
        "2017-05-30 閣議",
        A,
        (
            _s(
                ("2", "第2部", "官民データ活用推進基本計画"),
                ("2.2.1.4", "II-1-(4)", "マイナンバーカードの普及・活用"),
            ),
        ),
    ),
    Doc(
        "doc/digital-jutenkeikaku/2021-06-18",
        "デジタル社会の実現に向けた重点計画",
        "2021-06-18 閣議",
        B,
        (
            _s(BU2, ("2.1", "１．", "デジタル社会に必要な共通機能の整備・普及")),
            _s(
                BU2,
                ("2.2", "２．", "徹底したUI・UXの改善と国民向けサービスの実現"),
                ("2.2.5", "（５）", "国の情報システムの整備・管理"),
            ),
            _s(BU2, ("2.4", "４．", "官民を挙げたデジタル人材の育成・確保")),
        ),
    ),
    Doc(
        "doc/kaikaku-koteihyo/2019",
        "新経済・財政再生計画改革工程表2019",
        "2019-12-19 経済財政諮問会議",
        B,
        (
            _s(
                ("5", "５．", "次世代型行政サービスの早期実現"),
                ("5.3", "５－３", "地方自治体のデジタル化・クラウド化の展開"),
                ("5.3.10", "10", "自治体におけるクラウド活用の推進"),
            ),
        ),
    ),
    Doc(
        "doc/honebuto/2019",
        "経済財政運営と改革の基本方針2019",
        "2019-06-21 閣議",
        B,
        (
            _s(
                ("2", "第２章", "Society 5.0時代にふさわしい仕組みづくり"),
                ("2.1", "１．", "成長戦略実行計画をはじめとする成長力の強化"),
                ("2.1.1", "（１）", "Society 5.0の実現"),
                ("2.1.1.5", "⑤", "スマート公共サービス"),
                ("2.1.1.5.1", "（ⅰ）", "マイナンバーカードを活用した新たな国民生活・経済政策インフラの構築"),
            ),
        ),
    ),
    Doc(
        "doc/digital-declaration-kanmin/2020",
        "世界最先端デジタル国家創造宣言・官民データ活用推進基本計画",
        "2020-07-17 閣議",
        B,
        (
            _s(
                ("1", "第１部", "世界最先端デジタル国家創造宣言"),
                ("1.1", "I.", "新型コロナウイルス感染拡大の阻止、デジタル強靱化社会の実現"),
                ("1.1.7", "７", "社会基盤の整備"),
                ("1.1.7.1", "(１)", "デジタル・ガバメント"),
                ("1.1.7.1.3", "③", "地方公共団体のデジタル化"),
            ),
        ),
    ),
    Doc(
        "doc/honebuto/2020",
        "経済財政運営と改革の基本方針2020",
        "2020-07-17 閣議",
        B,
        (
            _s(
                ("3", "第３章", "「新たな日常」の実現"),
                ("3.1", "１．", "「新たな日常」構築の原動力となるデジタル化への集中投資・実装とその環境整備"),
                ("3.1.1", "（１）", "次世代型行政サービスの強力な推進―デジタル・ガバメントの断行"),
                ("3.1.1.3", "③", "国・地方を通じたデジタル基盤の標準化の加速"),
            ),
        ),
    ),
    Doc(
        "doc/anshin-mirai-taisaku/2019",
        "安心と成長の未来を拓く総合経済対策",
        "2019-12-05 閣議",
        B,
        (
            _s(
                (
                    "3",
                    "Ⅲ．",
                    "未来への投資と東京オリンピック・パラリンピック後も見据えた経済活力の維持・向上",
                ),
                ("3.5", "５．", "切れ目のない個人消費の下支え"),
            ),
        ),
    ),
)

POLICIES = (
    ("policy/soumu/e-government", "電子政府・電子自治体の推進", "平成30年度実施（総務省31-⑧）", A),
    ("policy/soumu/e-municipality", "電子自治体の推進", "令和3年度実施（総務省R4-⑧）", B),
)
OBJECTIVES = (
    (
        "objective/soumu/e-government/central",
        "総務省所管府省共通情報システム等の適切な構築・運用等を通じた電子政府の推進を図ること",
        A,
    ),
    (
        "objective/soumu/e-government/local",
        "地方公共団体の情報化を推進し、便利な行政サービスを提供するとともに、効率的で災害に強い電子自治体を実現すること",
        A,
    ),
    (
        "objective/soumu/e-government/number",
        "番号制度を導入し、国民の給付と負担の公平性を確保するとともに、国民の利便性の向上、行政運営の効率化を図ること",
        A,
    ),
    (
        "objective/soumu/e-municipality/local",
        "地方公共団体の情報化を推進し、便利な行政サービスを提供し、効率的な電子自治体を実現すること",
        B,
    ),
)
INDICATORS = (
    (
        "un-egov-online-ranking",
        "国際連合「電子政府ランキング」における行政オンラインサービスの充実度ランキング",
        "1",
        "central",
        {A: "i"},
    ),
    ("e-gov-access-count", "電子政府の総合窓口(e-Gov)へのアクセス件数", "2", "central", {A: "i"}),
    ("it-training-capacity", "情報システム統一研修(集合研修)の定員", "③", "central", {A: "i"}),
    ("e-approval-duration", "電子決裁に要する期間", "4", "central", {A: "ha"}),
    ("municipal-cloud-adopters", "クラウド導入市区町村数", "⑤・➀", "local", {A: "i", B: "pending"}),
    (
        "local-admin-database",
        "地方行政統計等における基礎データベースの作成及びその活用",
        "6",
        "local",
        {A: "i"},
    ),
    ("satellite-network-outage", "災害時等における情報通信メディアの活用", "7", "local", {A: "i"}),
    ("e-service-research", "電子行政サービスの改善方策に関する調査研究及び情報提供", "8", "local", {A: "i"}),
    ("number-system-build", "番号制度の基盤となる個人番号付番等システムの構築", "9", "number", {A: "i"}),
    (
        "info-network-availability",
        "特定個人情報の情報連携基盤となる情報提供ネットワークシステムの稼働率",
        "10",
        "number",
        {A: "i"},
    ),
    (
        "tax-statistics-request-rate",
        "地方行税制統計システム利用課室からの新規要望への対応率",
        "2",
        "b-local",
        {B: "i"},
    ),
)
VALUES = (
    (A, "5/1/baseline/2014", "550団体", "基準 2014-04-01"),
    (A, "5/1/target/2017", "約1,000団体", "目標 平成29年度"),
    (A, "5/1/actual/2016", "842団体", "実績 2016-04-01"),
    (A, "5/1/actual/2017", "950団体", "実績 2017-04-01"),
    (A, "5/1/actual/2018", "1,067団体", "実績 2018-04-01"),
    (B, "1/1/baseline/2018", "1,067団体", "基準 平成30年度"),
    (B, "1/1/actual/2019", "1,182団体", "実績 2019-04-01"),
    (B, "1/1/actual/2020", "1,279団体", "実績 2020-04-01"),
    (B, "1/1/actual/2021", "1,404団体", "実績 2021-04-01"),
    (B, "1/1/target/2023", "約1,600団体", "目標 令和5年度"),
)


def both_reports() -> nx.MultiDiGraph:
    """All documents, sections, policies, objectives and indicators of the two reports."""
    graph = _empty("policy/soumu/e-municipality")
    _documents(graph)
    _plans(graph)
    for place, (slug, label, number, objective, status) in enumerate(INDICATORS):
        _indicator(graph, place, slug, f"{number} {label}", status)
        for report in sorted(status):
            _tie(graph, f"indicator/{slug}", _objective(objective, report), "measures", report)
    _kpis(graph)
    return graph


def cloud_lineage() -> nx.MultiDiGraph:
    """The whole ancestry of one indicator over both reports, with its values: 45 boxes and ten values."""
    graph = both_reports()
    others = [f"indicator/{slug}" for slug, *_ in INDICATORS if f"indicator/{slug}" != CLOUD]
    graph.remove_nodes_from(
        [*others, "objective/soumu/e-government/central", "objective/soumu/e-government/number"]
    )
    graph.graph["start"] = CLOUD
    for place, (report, path, label, detail) in enumerate(VALUES):
        node = f"{report}/indicator/{path}"
        graph.add_node(
            node, kind="observation", label=label, label_en="", detail=detail, reports=(report,), order=place
        )
        _tie(graph, node, CLOUD, "indicator", report)
    return graph


def _empty(start: str) -> nx.MultiDiGraph:
    return nx.MultiDiGraph(start=start, up=5, down=1, release="0f3a9c1b", report_labels=REPORT_LABELS)


def _documents(graph: nx.MultiDiGraph) -> None:
    for place, doc in enumerate(DOCS):
        graph.add_node(
            doc.path,
            kind="edition",
            label=doc.label,
            label_en="",
            detail=doc.detail,
            reports=(doc.report,),
            order=place,
            status=(),
        )
        policy = POLICIES[doc.report == B][0]
        for tree in doc.trees:
            last = _sections(graph, doc, tree)
            _tie(graph, policy, last, "mandatedBy", doc.report, tie="policy")
    for later, earlier in (("2015-06-30", "2014-06-24"), ("2016-05-20", "2015-06-30")):
        _tie(graph, f"doc/it-declaration/{later}", f"doc/it-declaration/{earlier}", "revises", A)


def _sections(graph: nx.MultiDiGraph, doc: Doc, tree: tuple[tuple[str, str, str], ...]) -> str:
    above = doc.path
    for path, numbering, label in tree:
        node = f"{doc.path}/s/{path}"
        if node not in graph:
            graph.add_node(
                node,
                kind="section",
                label=label,
                label_en="",
                detail=doc.label,
                numbering=numbering,
                reports=(doc.report,),
                order=len(graph),
                status=(),
            )
            _tie(graph, node, above, "sectionOf", doc.report)
        above = node
    return above


def _plans(graph: nx.MultiDiGraph) -> None:
    for place, (path, label, detail, report) in enumerate(POLICIES):
        graph.add_node(
            path, kind="policy", label=label, label_en="", detail=detail, reports=(report,), order=place
        )
    _tie(graph, POLICIES[1][0], POLICIES[0][0], "succeeds", B, note="改称")
    for place, (path, label, report) in enumerate(OBJECTIVES):
        graph.add_node(
            path, kind="objective", label=label, label_en="", detail="", reports=(report,), order=place
        )
        _tie(graph, path, POLICIES[report == B][0], "objectiveOf", report)


def _indicator(graph: nx.MultiDiGraph, place: int, slug: str, label: str, status: dict[str, str]) -> None:
    graph.add_node(
        f"indicator/{slug}",
        kind="indicator",
        label=label,
        label_en="",
        detail="",
        reports=tuple(sorted(status)),
        order=place,
        status=tuple(sorted(status.items())),
    )


def _objective(name: str, report: str) -> str:
    policy = "e-municipality" if report == B else "e-government"
    return f"objective/soumu/{policy}/{name.removeprefix('b-')}"


def _kpis(graph: nx.MultiDiGraph) -> None:
    _tie(graph, CLOUD, "doc/ap/2015-12-24/s/3.3", "kpiOf", A, tie="indicator")
    _tie(graph, CLOUD, "doc/kaikaku-koteihyo/2019", "kpiOf", B, tie="indicator")
    graph.add_edge(
        "indicator/tax-statistics-request-rate",
        "indicator/local-admin-database",
        relation="succeeds",
        tie="",
        basis="inferred",
        reports=(),
        evidence=(),
    )


def _tie(
    graph: nx.MultiDiGraph,
    lower: str,
    upper: str,
    relation: str,
    report: str,
    *,
    tie: str = "",
    note: str = "",
) -> None:
    graph.add_edge(
        lower,
        upper,
        relation=relation,
        tie=tie,
        basis="stated",
        reports=(report,),
        evidence=(f"source/{report[-7:]}/p/{len(graph.edges)}-{len(graph.edges) + 9}",),
        note=note,
    )


KINDS = ("work", "edition", "section", "unit", "policy", "objective", "means", "indicator", "observation")
RELATIONS = (
    "measures",
    "implements",
    "objectiveOf",
    "mandatedBy",
    "kpiOf",
    "sectionOf",
    "basedOn",
    "succeeds",
)


@st.composite
def random_graphs(draw: st.DrawFn, most: int = 60) -> nx.MultiDiGraph:
    """Any graph with known classes: rings, doubles, loops, hostile labels, several reports."""
    count = draw(st.integers(0, most))
    graph = nx.MultiDiGraph(start=f"n/{draw(st.integers(0, most))}", up=1, down=1, release="r")
    reports = st.lists(st.sampled_from([A, B, "report/soumu/2020-08"]), max_size=3, unique=True)
    labels = st.text(max_size=40) | st.sampled_from(["", "<script>alert(1)</script>", "]]>", "あ" * 500])
    for place in range(count):
        graph.add_node(
            f"n/{place}",
            kind=draw(st.sampled_from(KINDS)),
            label=draw(labels),
            label_en="",
            detail=draw(labels),
            reports=tuple(sorted(draw(reports))),
            order=draw(st.integers(0, 5)),
            status=draw(st.sampled_from([(), ((A, "i"),), ((A, "ro"), (B, "ha")), ((B, "x"),)])),
        )
    ends = st.integers(0, max(0, count - 1))
    for _ in range(draw(st.integers(0, 2 * count))):
        graph.add_edge(
            f"n/{draw(ends)}",
            f"n/{draw(ends)}",
            relation=draw(st.sampled_from(RELATIONS)),
            tie=draw(st.sampled_from(["", "policy", "indicator"])),
            basis=draw(st.sampled_from(["stated", "curated", "inferred"])),
            reports=tuple(draw(reports)),
            evidence=(),
        )
    return graph
