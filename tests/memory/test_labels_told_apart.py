"""Companies with a page of their own: none shares it with another, none is a legal form."""

from __future__ import annotations

import json

import pytest

from tests.aws.exports import playlist, track
from tests.memory.flow import published
from tests.recount import key_of, pages_of, rows_of
from tests.recount_tables import check_tables

# What was dropped: each label field, and how many tracks have it.
FIELDS = {
    "Universal Records": 11,
    "Universal Music LLC": 10,
    "Universal Music Group": 10,
    "XL": 6,
    "XL Recordings": 5,
    "Epic/Legacy": 7,
    "Legacy Recordings": 4,
    "Legacy": 3,
    "Polydor, Ltd": 10,
}
# And fields of companies from elsewhere, with the page that they are on.
COMPANIES = {
    "Valentim de Carvalho, Lda.": "Valentim de Carvalho, Lda.",
    "Croatia Records, d.d.": "Croatia Records, d.d.",
    "EMI Music Belgium, SPRL": "EMI Music Belgium, SPRL",
    "S.M. Entertainment, (주)": "S.M. Entertainment, (주)",
    "Foo Records, Ｉｎｃ．": "Foo Records, Ｉｎｃ．",
    "Sonolux / S.A.": "Sonolux / S.A.",
    "Interscope, exclusively distributed and marketed by Universal": "Interscope",
    "Manufactured under license from Ace Records Ltd.": "Ace Records Ltd.",
}


def exported(fields: dict[str, int]) -> bytes:
    spelled = [field for field, times in fields.items() for _ in range(times)]
    tracks = [track(n, artist=f"Artist {n}", label=one) for n, one in enumerate(spelled)]
    return playlist("Labels", tracks)


@pytest.fixture(scope="module")
def exports() -> dict[str, bytes]:
    return {"labels.json": exported(FIELDS)}


@pytest.fixture(scope="module")
def site(exports: dict[str, bytes]) -> dict[str, bytes]:
    return published(exports)


def test_no_two_companies_share_a_page(site: dict[str, bytes]) -> None:
    pages = pages_of(site, "label")
    apart = [pages[key_of("label", name)] for name in list(FIELDS)[:3]]
    assert [page["name"] for page in apart] == list(FIELDS)[:3]
    assert [page["counts"]["tracks"] for page in apart] == [11, 10, 10]
    assert [[one["name"] for one in page["spellings"]] for page in apart] == [
        [name] for name in list(FIELDS)[:3]
    ]


def test_a_page_tells_every_spelling_with_its_tracks(
    exports: dict[str, bytes], site: dict[str, bytes]
) -> None:
    spelled = {
        key: {one["name"]: one["tracks"] for one in page["spellings"]}
        for key, page in pages_of(site, "label").items()
    }
    assert spelled["xl"] == {"XL": 6, "XL Recordings": 5}
    assert spelled["legacy"] == {"Legacy": 10, "Legacy Recordings": 4}
    assert check_tables(site, {name: list(rows_of(name, body)) for name, body in exports.items()})


def test_no_page_is_called_after_a_legal_form_or_half_a_clause() -> None:
    site = published({"labels.json": exported(dict.fromkeys(COMPANIES, 10))})
    found = {
        json.loads(body)["name"]
        for path, body in site.items()
        if path.startswith("labels/") and path.endswith("/overview.json")
    }
    assert found == set(COMPANIES.values())
