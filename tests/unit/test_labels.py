"""Label fields, most of them as real exports write them, and the labels they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.labels import Label, family, split, standardise
from tests.unit.source_tree import ROOT
from tools import labels


def keys(raw: str, *artists: str) -> list[str]:
    return [label.key for label in split(raw, artists)]


# One spelling, one key.
STANDARD = [
    # What says only that it is a label goes, and with it the difference.
    ("Legacy Recordings", "legacy"),
    ("Legacy", "legacy"),
    ("XL Recordings", "xl"),
    ("XL", "xl"),
    ("Def Jam Recordings", "def jam"),
    ("Def Jam", "def jam"),
    ("Foo Rec.", "foo"),
    ("RCA Records Label", "rca"),
    ("Rush Associated Labels Inc.", "rush associated"),
    ("denovali records", "denovali"),
    ("EMI RECORDS", "emi"),
    ("K Records", "k"),
    ("[PIAS] Recordings", "[pias]"),
    # MUSIC, GROUP and ENTERTAINMENT tell houses apart.
    ("Universal Records", "universal"),
    ("Universal Music LLC", "universal music"),
    ("Universal Music Group", "universal music group"),
    ("Warner Records", "warner"),
    ("Warner Music", "warner music"),
    ("Sony Music Entertainment", "sony music entertainment"),
    ("Starship Entertainment", "starship entertainment"),
    # Whole trailing words only.
    ("Zinc", "zinc"),
    ("RareNoiseRecords", "rarenoiserecords"),
    ("DROZ Recordz", "droz recordz"),
    ("RECORDS Nashville", "records nashville"),
    ("Record Station", "record station"),
    ("M83 Recording Inc", "m83 recording"),
    ("Lovely Melodies Records & Tapes", "lovely melodies records & tapes"),
    ("dunk!records", "dunk!records"),
    # Never empty, and no name ends in an article or an "and".
    ("Records", "records"),
    ("Label", "label"),
    ("Records Ltd.", "records"),
    ("The Label", "the label"),
    ("The Leaf Label", "the leaf"),
    ("ABKCO Music and Records, Inc.", "abkco music and records"),
    ("*", "*"),
    # Legal forms.
    ("UMG Recordings, Inc.", "umg"),
    ("Homeboy music, Ltd", "homeboy music"),
    ("The Black And White Years, LLC", "the black and white years"),
    ("Rimas Entertainment LLC.", "rimas entertainment"),
    ("Sony Music Entertainment India Pvt. Ltd.", "sony music entertainment india"),
    ("EMI Recorded Music Australia Pty Ltd", "emi recorded music australia"),
    ("LEITER Verlag GmbH & Co. KG", "leiter verlag"),
    ("Universal Music S.A.", "universal music"),
    ("Universal Music Spain S.L.", "universal music spain"),
    ("SHAKETOWN MUSIC, S.L.", "shaketown music"),
    ("Universal Music Italia srL.", "universal music italia"),
    ("Universal Music s.r.o.", "universal music"),
    ("Universal Music AB", "universal music"),
    ("Universal International Music B.V.", "universal international music"),
    ("Universal International Music BV", "universal international music"),
    ("ARS Entertainment N.V.", "ars entertainment"),
    ("Sony Music Entertainment Denmark A/S", "sony music entertainment denmark"),
    ("Magic Records Sp. z o.o.", "magic"),
    ("Sony Music México, S. de R.L. de C.V.", "sony music méxico"),
    ("Som Livre S/A", "som livre"),
    ("Gallo (Pty) Ltd", "gallo"),
    ("Sony Music Entertainment Italy S.p.A.", "sony music entertainment italy"),
    ("Warner Music Finland Oy", "warner music finland"),
    ("Domino Recording Co.", "domino recording"),
    ("Domino Recording Co", "domino recording"),
    ("Genie Music Corporation", "genie music"),
    ("Cooking Vinyl Limited", "cooking vinyl"),
    ("予浪創樂股份有限公司", "予浪創樂"),
    ("キングレコード株式会社", "キングレコード"),
    # Words that only look like legal forms.
    ("Such As", "such as"),
    ("AB", "ab"),
    ("SL Records", "sl"),
    ("Inc. Records", "inc. records"),
    ("Day Spa Records", "day spa"),
    ("Superpop.Co", "superpop.co"),
    ("Le Plan Recordings", "le plan"),
    # Catalogue codes and asterisks go; territories stay, and so does what explains.
    ("Capitol Records (US1A)", "capitol"),
    ("CAPITOL CATALOG MKT (C92)", "capitol catalog mkt"),
    ("Decca (UMO)", "decca"),
    ("Deutsche Grammophon (DG)", "deutsche grammophon"),
    ("El Cartel Records (EC3)", "el cartel"),
    ("Geffen*", "geffen"),
    ("Geffen (UK)", "geffen uk"),
    ("Parlophone UK", "parlophone uk"),
    ("Parlophone (France)", "parlophone france"),
    ("Biophon Records (Norway)", "biophon records norway"),
    ("UMC (Universal Music Catalogue)", "umc (universal music catalogue)"),
    # Numbers and years that are names.
    ("1999 Recordings", "1999"),
    ("1965 Records", "1965"),
    ("1017 Records", "1017"),
    ("2020 Records", "2020"),
    ("1972 Music Group", "1972 music group"),
    ("300 Entertainment", "300 entertainment"),
    ("4AD", "4ad"),
    ("541", "541"),
    ("1303252 Records DK", "1303252 records dk"),
    # Years and signs that are claims.
    ("℗ 2019 4AD", "4ad"),
    ("(P) 2018 Sony Music Entertainment", "sony music entertainment"),
    ("℗© 2021 Big Dada", "big dada"),
    ("℗ & © 2015 Bella Union", "bella union"),
    ("(C) & (P) 2015 Bella Union", "bella union"),
    ("℗ and © 2015 Bella Union", "bella union"),
    ("(P)/(C) 2015 Bella Union", "bella union"),
    ("2022 Z.I. Productions BY PIL LTD", "z.i. productions by pil"),
    ("2019 1999 Recordings", "1999"),
    ("2015, 2016 Bella Union", "bella union"),
    # Everything else is left alone.
    ("A&M", "a&m"),
    ("Razor & Tie", "razor & tie"),
    ("Tooth & Nail (TNN)", "tooth & nail"),
    ("Universal-Island Records Ltd.", "universal-island"),
    ("Warner Bros.", "warner bros"),
    ("!K7 Records", "!k7"),
    ("'a' Records", "'a'"),
    ("Rec. 118", "rec. 118"),
    ("20/20/20", "20/20/20"),
    ("Angular//Momentum", "angular//momentum"),
    ("DNM - Dealers of Nordic Music", "dnm - dealers of nordic music"),
    ("Stereofox \u200b", "stereofox"),
    ("Стереопарк", "стереопарк"),
    ("レーベル", "レーベル"),
]


@pytest.mark.parametrize(("raw", "key"), STANDARD)
def test_a_field_with_one_label_gives_its_key(raw: str, key: str) -> None:
    assert keys(raw) == [key]


SEVERAL = [
    ("Epic/Legacy", ["epic", "legacy"]),
    ("Cleveland International/ Epic/Legacy", ["cleveland international", "epic", "legacy"]),
    ("Feel Ghood Music/88rising Music", ["feel ghood music", "88rising music"]),
    ("Duophonic / Warp Records", ["duophonic", "warp"]),
    ("Darkroom, Interscope Records", ["darkroom", "interscope"]),
    ("dunk!records, A Thousand Arms", ["dunk!records", "a thousand arms"]),
    ("Phantasy Sound / [PIAS]", ["phantasy sound", "[pias]"]),
    ("Never Broke Again, LLC/Motown Records", ["never broke again", "motown"]),
    (
        "JRC Entertainment, LLC / ILH Production Co. LLC / Def Jam Recordings",
        ["jrc entertainment", "ilh production", "def jam"],
    ),
    ("SBS Contents Hub Co., Ltd., Music Recipe", ["sbs contents hub", "music recipe"]),
    (
        "Genie Music Corporation, Stone Music Entertainment",
        ["genie music", "stone music entertainment"],
    ),
    ("Daft Life Ltd./ADA France", ["daft life", "ada france"]),
    ("1017/Atlantic", ["1017", "atlantic"]),
    ("143/Warner Records", ["143", "warner"]),
    ("Magic Records Sp. z o.o.; Universal", ["magic", "universal"]),
    ("℗ 2015 Foo / ℗ 2016 Bar", ["foo", "bar"]),
    ("ソニー／アニプレックス", ["ソニー", "アニプレックス"]),
    # The same label twice is one label.
    ("Columbia Nashville/Columbia Records/Columbia", ["columbia nashville", "columbia"]),
]


@pytest.mark.parametrize(("raw", "expected"), SEVERAL)
def test_a_field_with_several_labels_is_split(raw: str, expected: list[str]) -> None:
    assert keys(raw) == expected


CLAUSES = [
    # Who owns the recording and who is licensed to put it out both put it out.
    ("ITModels under exclusive license to D-Music", ["itmodels", "d-music"]),
    ("BigXthaPlug under exclusive license to UnitedMasters LLC", ["bigxthaplug", "unitedmasters"]),
    ("Foo (under exclusive licence to Bar)", ["foo", "bar"]),
    (
        "Moshi Moshi Records, exclusively licensed to V2 Records International "
        "T/A Cooperative Music",
        ["moshi moshi", "v2 records international t/a cooperative music"],
    ),
    # Who carries it to the shops, and who owns the company, do not.
    ("Ríkisútvarpið - Exclusively distributed by Alda Music", ["ríkisútvarpið"]),
    ("Elektra (distributed by WEA)", ["elektra"]),
    ("Foo, manufactured, marketed and distributed by Bar, Inc.", ["foo"]),
    ("Universal Records, a Division of UMG Recordings, Inc.", ["universal"]),
    ("Foo under exclusive license to Bar, a division of Baz Inc.", ["foo", "bar"]),
    (
        "S&B Entertainment Ventures LLC, a Saban Music Group Joint Venture",
        ["s&b entertainment ventures"],
    ),
    # Where nobody else is named, they are the label; a name is not a clause.
    ("Distributed by Believe", ["believe"]),
    (
        "Marketed by Rhino Entertainment Company, a Warner Music Group company.",
        ["rhino entertainment company"],
    ),
    ("Division of Laura Lee", ["division of laura lee"]),
    ("Universal Music Division Polydor", ["universal music division polydor"]),
    ("Many Hats Distribution", ["many hats distribution"]),
]


@pytest.mark.parametrize(("raw", "expected"), CLAUSES)
def test_who_licenses_distributes_or_owns_is_resolved(raw: str, expected: list[str]) -> None:
    assert keys(raw) == expected


@pytest.mark.parametrize(
    ("raw", "artist"),
    [
        ("AC/DC", "AC/DC"),
        ("Tyler, The Creator", "Tyler, The Creator"),
        ("Earth, Wind & Fire", "Earth, Wind & Fire"),
        ("tyler, the creator", "Tyler, The Creator"),
    ],
)
def test_an_artist_of_the_track_is_not_split(raw: str, artist: str) -> None:
    assert len(split(raw, (artist,))) == 1
    assert len(split(raw)) == 2


def test_only_the_artists_part_of_a_field_is_kept_whole() -> None:
    assert keys("AC/DC/Columbia, Legacy", "AC/DC") == ["ac/dc", "columbia", "legacy"]
    assert keys("Ace, LLC/Bee", "/", ", ", "") == ["ace", "bee"]


@pytest.mark.parametrize(
    "raw", ["", " ", "\u200b", "\n\t", "LLC", "Inc.", "Ltd.", "A/S", "Co., Ltd.", ",/;"]
)
def test_a_field_that_names_nothing_has_no_label(raw: str) -> None:
    assert split(raw) == ()


@pytest.mark.parametrize(
    "raw", ["CMC Records A/S", "Foo, S", "Foo/S", "Foo / LLC", "Foo, UK", "Foo T/A Bar"]
)
def test_a_fragment_stays_with_its_label(raw: str) -> None:
    (label,) = split(raw)
    assert label.spelling == raw


def test_a_label_keeps_the_spelling_of_its_part() -> None:
    assert split("Epic /  XL   Recordings, Ltd.") == (
        Label("epic", "Epic"),
        Label("xl", "XL Recordings, Ltd."),
    )
    assert split("  Foo\u202e\r\nBar ") == (Label("foo bar", "Foo Bar"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Parlophone UK", "Parlophone (France)"),
        ("Parlophone", "Parlophone Denmark"),
        ("Atlantic Records UK", "Atlantic Records"),
        ("[PIAS] Recordings Belgium", "[PIAS] Recordings"),
        ("Universal Music AB", "Universal Music Spain S.L."),
        ("V2 Records Benelux", "V2 Records Inc."),
    ],
)
def test_branches_in_several_countries_are_relatives(one: str, other: str) -> None:
    (first,), (second,) = split(one), split(other)
    assert family(first.key) == family(second.key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Universal Records", "Universal Music LLC"),
        ("Warner Music", "Warner Records"),
        ("Parlophone UK", "Polydor UK"),
        ("Zinc", "Z"),
        ("UK", "France"),
    ],
)
def test_different_houses_are_no_relatives(one: str, other: str) -> None:
    assert family(standardise(one)) != family(standardise(other))


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_split_into_distinct_labels_with_names(raw: str, artists: list[str]) -> None:
    labels = split(raw, tuple(artists))
    assert len({label.key for label in labels}) == len(labels)
    assert all(label.key.strip() and label.spelling.strip() for label in labels)


_words = st.sampled_from(
    [
        "Epic",
        "Legacy",
        "XL",
        "Records",
        "Recordings",
        "Label",
        "Inc.",
        ", LLC",
        "/",
        ", ",
        "A/S",
        " under exclusive license to ",
        " distributed by ",
        "2019",
        "℗",
        " UK",
        "(US1A)",
        "&",
        "S",
    ]
)


@given(st.lists(_words, max_size=8).map(" ".join))
def test_no_legal_form_becomes_a_label(raw: str) -> None:
    assert not {"llc", "inc", "inc.", "ltd", "a/s"} & set(keys(raw))


@given(st.lists(_words, max_size=8).map(" ".join))
def test_a_key_is_its_own_key(raw: str) -> None:
    for label in split(raw):
        assert standardise(label.spelling) == label.key


def test_a_long_hostile_field_takes_no_long_time() -> None:
    for piece in (
        "Records ",
        "-",
        "under exclusive ",
        "marketed and ",
        "2019, ",
        ", a b",
        "(",
        "S,",
    ):
        split(piece * (20_000 // len(piece)))


@pytest.mark.skipif(
    not labels.DATA.is_dir(), reason="the corpus of real exports is not beside the project"
)
def test_no_real_field_crashes_vanishes_or_leaves_a_fragment() -> None:
    fields = set(labels.fields())
    assert len(fields) > 500
    for raw in fields:
        named = split(raw)
        assert named, raw
        assert not {"llc", "inc", "ltd", "s", "a", "limited", "co"} & {label.key for label in named}
        assert all(label.spelling in raw for label in named), raw


@pytest.mark.skipif(
    not labels.DATA.is_dir(), reason="the corpus of real exports is not beside the project"
)
def test_the_documentation_has_the_tables_of_the_real_fields() -> None:
    page = (ROOT / "docs" / "labels.md").read_text("utf-8")
    counted = labels.fields()
    assert labels.summary(counted) in page
    for table in labels.tables(counted):
        assert "\n".join(table) in page


def test_tables_of_fields_count_rows_and_write_names_as_they_are() -> None:
    counted = {"XL": 2, "XL Recordings": 3, "Epic/[PIAS]": 1, "Zinc": 9}
    assert labels.merges(counted) == [["xl", "5", "XL Recordings (3); XL (2)"]]
    assert labels.splits(counted) == [["Epic/[PIAS]", "1", "Epic; [PIAS]"]]
    assert labels.tables(counted)[1][-1] == r"| Epic/\[PIAS\] | 1 | Epic; \[PIAS\] |"
