"""Legal forms of companies: whatever separates them from a name, they are no label of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.label_words import (
    GIVEN_NAMES,
    LEGAL_FORMS,
    LEGAL_SUFFIXES,
    RARE_LEGAL_FORMS,
    SHORT_LEGAL_FORMS,
)
from linernotes.labels import split
from linernotes.legal_forms import bare


def keys(raw: str, *artists: str) -> list[str]:
    return [label.key for label in split(raw, artists)]


# As they are written, by where they are met; none of them is a word.
WRITTEN = """
Inc|Inc.|INC.|inc|Incorporated|LLC|Llc|L.L.C.|Ltd|Ltd.|LTD|ltd.|Limited|PLC|plc|P.L.C.|LLP|PLLC
Corp.|Corporation|Co.|Co. Ltd.|Co., Ltd.|Co.,Ltd.|CO.,LTD.|Co.Ltd|& Co|& Co.|and Co.|C.I.C.|L.P.
Ltée|Ltee|Limitée|Enr.|Pty Ltd|Pty. Ltd.|PTY LTD|(Pty) Ltd|Proprietary Ltd|Pte. Ltd.|Pvt. Ltd.
Private Ltd|Private Limited|P. Ltd.|Sdn. Bhd.|Tbk.|Tbk|Public Company Limited|JSC|OJSC|CJSC|TNHH
GmbH|gmbh|GMBH|Gmbh|G.m.b.H.|GesmbH|Ges.m.b.H.|mbH|GbR|OHG|oHG|KGaA|e.K.|e.Kfr.|e.V.|PartG|Sagl
GmbH & Co. KG|GmbH & Co.KG|GmbH & Co KG|GmbH & Co. OHG|GmbH & Co. KGaA|AG & Co. KG|SE & Co. KGaA
Ltd. & Co. KG|UG (haftungsbeschränkt)|UG (haftungsbeschränkt) & Co. KG
SARL|S.A.R.L.|sarl|Sàrl|S.à r.l.|S.à.r.l.|EURL|SASU|S.A.S.|S.a.s.|S.n.c.|S.A.|s.a.|S. A.|S.A
SPRL|S.P.R.L.|sprl|ASBL|SCRL|B.V.|b.v.|B. V.|N.V.|V.O.F.|VOF|C.V.|BVBA|bvba|BV BA|CVBA|CommV|VZW
S.r.l.|S.R.L.|SRL|Srl|srl|S.r.l.s.|SRLS|S.p.A.|SpA|S.L.|S. L.|S.L.U.|SLU|S.L.L.|S.L.N.E.|S.Coop.
Lda|Lda.|lda|LDA|Lda. |Unipessoal Lda|Unipessoal, Lda.|SGPS, S.A.|Ltda|Ltda.|LTDA|ltda.|Ltda - ME
Ltda. ME|Ltda - EPP|S/C Ltda|S/A|EIRELI|Eireli|E.I.R.L.|S.A.C.|C.A.|Cía. Ltda.|S.A.I.C.
S.A. de C.V.|SA de CV|S.A. DE C.V.|S. A. de C. V.|S. de R.L. de C.V.|S. de R. L. de C. V.|S de RL
S.A.P.I. de C.V.|S.A.B. de C.V.|S.P.R. de R.L.
A/S|a/s|A / S|ApS|APS|I/S|K/S|P/S|Oy|OY|oy|Oyj|Oy Ab|hf.|ehf.|ehf|slf.|OÜ
Sp. z o.o.|Sp. z o. o.|SP. Z O.O.|Sp.z o.o.|Sp. z.o.o.|Spółka z o.o.|Sp. z o.o. sp. k.|Sp. k.
Sp. j.|s.r.o.|S.R.O.|spol. s r.o.|spol. s.r.o.|a.s.|A.S.|v.o.s.|k.s.|Kft.|Kft|KFT|Zrt.|Nyrt.
d.o.o.|D.O.O.|DOO|d.o.o|j.d.o.o.|d.d.|a.d.|DOOEL|EOOD|ЕООД|ООД|ООО|ЗАО|ОАО|ПАО|ТОВ|ТОО|IĮ|VšĮ
A.E.|Α.Ε.|Ε.Π.Ε.|E.P.E.|I.K.E.
A.Ş.|AŞ|Ltd. Şti.|LTD. ŞTİ.|Ltd.Şti.|Ltd. Sti.|Tic. A.Ş.|San. ve Tic. Ltd. Şti.
Sanayi ve Ticaret A.Ş.|Limited Şirketi|Anonim Şirketi
בע"מ|בע״מ|ذ.م.م|ش.م.م|المحدودة|W.L.L.|WLL|S.A.L.|S.A.E.|FZ-LLC|FZ LLC|FZE|FZCO|DMCC
株式会社|(株)|㈱|有限会社|(有)|合同会社|有限公司|股份有限公司|有限责任公司|주식회사|(주)|㈜|유한회사
K.K.|Kabushiki Kaisha|G.K.|จำกัด|จำกัด (มหาชน)|Ｉｎｃ．|ＬＴＤ|Ｃｏ．，　Ｌｔｄ．
"""
FORMS = [form for line in WRITTEN.strip().splitlines() for form in line.split("|")]


@pytest.mark.parametrize("between", [", ", ",", " / ", "/", "; ", "，", "／", " "])
@pytest.mark.parametrize("form", FORMS)
def test_a_form_belongs_to_the_company_before_it(form: str, between: str) -> None:
    raw = f"Foo Bar Records{between}{form}"
    assert keys(raw) == ["foo bar"]
    assert keys(f"{raw} / Epic") == ["foo bar", "epic"]


# Words as well, or initials: a form only where they stand alone after a comma, or in capitals.
@pytest.mark.parametrize("form", ["As", "as", "Ab", "ab", "Sa", "sa", "Sas", "Spa", "spa", "Snc"])
def test_a_short_form_is_a_form_alone_after_a_comma(form: str) -> None:
    assert keys(f"Foo Bar Records, {form}") == ["foo bar"]
    assert keys(f"Foo Bar Records, {form.upper()}") == ["foo bar"]
    assert keys(f"Foo Bar {form.upper()}") == ["foo bar"]
    assert keys(f"Foo Bar / {form}") == ["foo bar", form.lower()]
    assert keys(f"Foo Bar {form.lower()}") == [f"foo bar {form.lower()}"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Valentim de Carvalho, Lda.", ["valentim de carvalho"]),
        ("Croatia Records, d.d.", ["croatia"]),
        ("EMI Music Belgium, SPRL", ["emi music belgium"]),
        ("S.M. Entertainment, (주)", ["s.m. entertainment"]),
        ("Foo Records, Ｉｎｃ．", ["foo"]),
        ("Sonolux / S.A.", ["sonolux"]),
        ("Foo/Inc.", ["foo"]),
        ("予浪創樂, 股份有限公司", ["予浪創樂"]),
        ("Heaven Music A.E.", ["heaven music"]),
        ("ΜΙΝΟΣ ΕΜΙ Α.Ε.", ["μινοσ εμι"]),
        ("ZYX Music GmbH & Co. KG", ["zyx music"]),
        ("Foo, Unip. Lda", ["foo"]),
        ("Ohr, Pilz & Co.", ["ohr", "pilz"]),
        ("Poll Production Müzik Yapım San. ve Tic. Ltd. Şti.", ["poll production müzik yapım"]),
        ("GMM Grammy Public Company Limited", ["gmm grammy"]),
        ("Harry Connick, Jr.", ["harry connick, jr"]),
        ("Foo, Ltd. t/a Bar", ["foo, ltd. t/a bar"]),
    ],
)
def test_companies_as_fields_name_them(raw: str, expected: list[str]) -> None:
    assert keys(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Zinc", ["zinc"]),
        ("Z Inc.", ["z"]),
        ("SA", ["sa"]),
        ("AS", ["as"]),
        ("As", ["as"]),
        ("SA Records", ["sa"]),
        ("Epic/SA", ["epic", "sa"]),
        ("Epic / AB Records", ["epic", "ab"]),
        ("RCA, Sia", ["rca", "sia"]),
        ("Polydor / E.G.", ["polydor", "e.g"]),
        ("Terry Riley In C", ["terry riley in c"]),
        ("Day Spa", ["day spa"]),
        ("Such As", ["such as"]),
        ("Studio CA", ["studio ca"]),
        ("Sony Music SE", ["sony music se"]),
        ("Foo, Limited Edition Records", ["foo", "limited edition"]),
        ("Foo, Doo Wop Records", ["foo", "doo wop"]),
        ("Universal Records", ["universal"]),
        ("Universal Music LLC", ["universal music"]),
        ("Rhino Entertainment Company", ["rhino entertainment company"]),
    ],
)
def test_what_only_looks_like_a_form_stays(raw: str, expected: list[str]) -> None:
    assert keys(raw) == expected


def test_a_slash_before_a_form_is_one_in_the_name_of_an_artist_too() -> None:
    assert keys("Foo/SA", "Foo/SA") == ["foo/sa"]
    assert keys("Foo/Records", "Foo/Records") == ["foo/records"]


def test_every_form_of_the_tables_is_written_as_fields_are_compared() -> None:
    forms = LEGAL_FORMS | SHORT_LEGAL_FORMS | RARE_LEGAL_FORMS
    assert [form for form in forms if bare(form) != form] == []


_between = st.sampled_from([", ", ",", " / ", "/", "; ", "，"])


def _dotted(form: str) -> str:
    return "".join(f"{letter}." for letter in form)


@given(
    st.sampled_from(sorted(LEGAL_FORMS)),
    _between | st.just(" "),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["", "."]),
)
def test_every_form_of_the_table_is_one_in_any_case(form, between, written, end) -> None:  # type: ignore[no-untyped-def]  # the strategies type it
    assert keys(f"Foo Bar{between}{written(form)}{end}") == ["foo bar"]


@given(st.sampled_from(sorted(SHORT_LEGAL_FORMS | RARE_LEGAL_FORMS)), _between | st.just(" "))
def test_every_short_form_of_the_table_is_one_with_dots(form: str, between: str) -> None:
    letters = form.replace(" ", "")
    assert keys(f"Foo Bar{between}{_dotted(letters)}") == ["foo bar"]
    assert keys(f"Foo Bar{between}{_dotted(letters).upper()}") == ["foo bar"]


@given(
    st.sampled_from(sorted(SHORT_LEGAL_FORMS | RARE_LEGAL_FORMS)),
    st.sampled_from([", ", ",", "，"]),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_every_short_form_is_one_alone_after_a_comma(form, between, written) -> None:  # type: ignore[no-untyped-def]  # the strategies type it
    if form in GIVEN_NAMES:
        written = str.upper
    assert keys(f"Foo Bar{between}{written(form)}") == ["foo bar"]


@given(st.sampled_from(LEGAL_SUFFIXES), _between | st.sampled_from([" ", ""]))
def test_every_form_that_stands_against_a_name_is_one_apart_from_it(
    form: str, between: str
) -> None:
    assert keys(f"Foo Bar{between}{form}") == ["foo bar"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Interscope, exclusively distributed and marketed by Universal", ["interscope"]),
        ("Foo, sold and distributed in the US by Bar", ["foo"]),
        ("Foo, distributed worldwide by Bar", ["foo"]),
        ("Foo under exclusive license in North America to Bar", ["foo", "bar"]),
        ("Foo, under license for the United States of America to Bar", ["foo", "bar"]),
        ("Foo, licensed exclusively in Europe to Bar", ["foo", "bar"]),
        ("Manufactured under license from Ace Records Ltd.", ["ace"]),
        ("Made under license from Ace", ["ace"]),
        ("Made in England under licence from Ace", ["ace"]),
        ("Manufactured and distributed under license from Ace", ["ace"]),
        ("Foo / Released under license from Ace", ["foo", "ace"]),
        # Names, as nobody is named after them.
        ("Made", ["made"]),
        ("Manufactured Records", ["manufactured"]),
        ("Made In Germany / Epic", ["made in germany", "epic"]),
        ("In The Red under license to Epic", ["in the red", "epic"]),
    ],
)
def test_no_half_of_a_clause_becomes_a_label(raw: str, expected: list[str]) -> None:
    assert keys(raw) == expected


def test_a_long_field_of_forms_takes_no_long_time() -> None:
    for piece in (", a b", "Ltd. ", "Inc,", "S. ", "A/", "under license in a ", "made and ", "(a)"):
        split(piece * (20_000 // len(piece)))
