"""Names are literal text wherever they end up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.pages.escaping import (
    MAX_SHOWN,
    html_name,
    markdown,
    markdown_attribute,
    markdown_name,
    one_line,
    shown,
    titled,
    url_path,
)
from tests.unit.pages.library import HOSTILE
from tests.unit.pages.reading import html, reads, rendered

TAGS = {"p", "span"}


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_of_a_name_reads_as_the_name(name: str) -> None:
    assert reads(markdown(name)) == " ".join(name.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_a_table_stays_in_its_cell(name: str) -> None:
    table = f"| a | b |\n|---|---|\n| {markdown(name)} | {markdown(name)} |"
    cells = html(rendered(table)).all("td")
    assert [cell.text for cell in cells] == [" ".join(name.split())] * 2


@given(st.text(max_size=60))
def test_any_text_in_a_table_stays_in_its_cell(name: str) -> None:
    table = f"| a | b |\n|---|---|\n| {markdown(name)} | x |"
    tree = html(rendered(table))
    assert [cell.text for cell in tree.all("td")] == [" ".join(one_line(name).split()), "x"]
    assert not tree.all("a")
    assert not tree.all("img")


@given(st.text(max_size=60))
def test_any_text_is_no_more_than_a_paragraph(name: str) -> None:
    assert {element.tag for element in html(rendered(markdown(name))).all()} <= TAGS


@pytest.mark.parametrize("address", ["http://evil.com", "HTTPS://evil.com", "www.evil.com"])
def test_github_finds_no_address_to_link(address: str) -> None:
    assert address not in markdown(f"see {address}")
    assert "www." not in markdown(address).lower()


@pytest.mark.parametrize("before", ["_", "__", "(", "~", "*", " "])
def test_github_finds_no_host_behind_a_mark(before: str) -> None:
    assert "www." not in markdown(f"{before}www.evil.com")
    assert reads(markdown(f"{before}www.evil.com")) == f"{before}www.evil.com".strip()


def test_github_finds_neither_mail_addresses_nor_mathematics() -> None:
    assert markdown("a@b.c") == "a<span>@</span>b.c"
    assert markdown("A$AP $uicide$") == "A<span>$</span>AP <span>$</span>uicide<span>$</span>"


def test_liquid_finds_no_expression() -> None:
    assert "{{" not in markdown("{{7*7}}")
    assert "{%" not in markdown("{% x %}")


@pytest.mark.parametrize(
    "gap", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\v", "\t", "  "]
)
def test_a_line_break_of_any_kind_is_one_space(gap: str) -> None:
    assert one_line(f"a{gap}# H") == "a # H"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2069", "\u200b", "\ufeff", "\0", "\x9b"])
def test_invisible_and_direction_marks_are_gone(mark: str) -> None:
    assert one_line(f"Bi{mark}bi") == "Bibi"


@pytest.mark.parametrize(
    "name",
    ["", "  ", "\u200b\u2060", "\u202e\u202c", "\u200d\u200c", "\u3164 \u115f", "\u2800", "\ufe0f"],
)
def test_a_name_of_which_nothing_would_be_seen_is_untitled(name: str) -> None:
    assert titled(name) == "(untitled)"


@pytest.mark.parametrize("name", ["0", "...", "❤\ufe0f", "👩\u200d👧", "می\u200cخواهم", "\u0301"])
def test_a_name_of_which_something_is_seen_stays(name: str) -> None:
    assert titled(name) == name


def test_the_joiners_of_emoji_and_scripts_stay() -> None:
    assert one_line("👩\u200d👧 می\u200cخواهم") == "👩\u200d👧 می\u200cخواهم"


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    assert one_line("a\ud800b") == "a\ufffdb"


def test_a_name_of_5000_characters_is_cut_and_told_whole_in_its_title() -> None:
    name = "<b>" + "x" * 5000
    short = shown(name)
    assert len(short.text) == MAX_SHOWN
    assert short.text.endswith("…")
    in_html = html(str(html_name(name))).children[0]
    in_markdown = html(rendered(markdown_name(name))).all("span")[0]
    for element in (in_html, in_markdown):
        assert element.attributes["title"] == name
        assert element.text == short.text


def test_a_letter_keeps_a_few_of_its_sixty_marks() -> None:
    name = "Z" + "\u0351" * 60 + "algo"
    assert shown(name).text == "Z" + "\u0351" * 6 + "algo"
    assert shown(name).whole == name


def test_the_marks_of_hebrew_thai_and_vietnamese_are_never_cut() -> None:
    for name in ("שָׁלוֹם", "ก่อนฤดูฝน", "Tiếng Việt", "e\u0302\u0301"):
        assert shown(name).text == name


@given(st.text(max_size=60))
def test_any_text_in_html_is_text(name: str) -> None:
    tree = html(str(html_name(name)))
    assert [element.tag for element in tree.all()] == ["bdi"]
    assert tree.text == " ".join(shown(name).text.split())


@given(st.text(max_size=60))
def test_any_text_fits_an_attribute_inside_a_table(name: str) -> None:
    cell = f'<span title="{markdown_attribute(name)}">x</span>'
    tree = html(rendered(f"| a | b |\n|---|---|\n| {cell} | y |"))
    assert [span.attributes["title"] for span in tree.all("span")] == [one_line(name)]
    assert [td.text for td in tree.all("td")] == ["x", "y"]


def test_a_name_says_its_language_where_its_script_has_only_one() -> None:
    assert 'lang="ja"' in html_name("夜に駆ける")
    assert 'lang="he"' in html_name("לך לישון")
    assert "lang" not in html_name("青春修炼手册")


def test_a_path_is_encoded_but_for_unreserved_characters() -> None:
    assert url_path("labels/decca_(umo)") == "labels/decca_%28umo%29"
    assert url_path("playlists/夜+a-b.~") == "playlists/%E5%A4%9C%2Ba-b.~"
