"""The legal forms that names of companies end in: which they are, and where one begins."""

from __future__ import annotations

import re
import unicodedata

from linernotes.identity import normalise
from linernotes.label_words import (
    GIVEN_NAMES,
    LEGAL_FORMS,
    LEGAL_SUFFIXES,
    RARE_LEGAL_FORMS,
    SHORT_LEGAL_FORMS,
    SPELLED_LEGAL_FORMS,
)

# A slash within a word is that of `A/S`; any other stands between words.
_WORD = re.compile(r"(?<!\w)\w\s?/\s?\w(?!\w)\.?|[^\s,;/]+")
_LETTERS_APART = re.compile(r"(?<!\S)\w(?: \w(?!\S))+")
# The words of `S. de R. L. de C. V.`; characters of any form with room to spare.
_MOST_WORDS, _LONGEST_FORM = 7, 100


def bare(words: str) -> str:
    """Words for comparison with the tables: folded, without dots, brackets and commas.

    Wide letters are as narrow ones, a capital `İ` is an `i`, and single letters stand together
    however they were set apart (`S. L.`).
    """
    plain = re.sub(r"[.,()]+", "", unicodedata.normalize("NFKC", words))
    folded = re.sub(r"\s?/\s?", "/", normalise(plain)).replace("i\u0307", "i")
    return _LETTERS_APART.sub(lambda run: run.group().replace(" ", ""), folded)


def is_legal_form(text: str, before: str = "") -> bool:
    """Whether nothing but legal forms stands in `text`: `Ltd.`, `Co., Ltd.`, `A/S`.

    `before` is what separates `text` from the name before it.
    """
    rest = unicodedata.normalize("NFKC", text).strip()
    while rest:
        if suffix := legal_suffix(rest):
            rest = rest.removesuffix(suffix)
        elif (start := form_start(rest, before)) is not None:
            rest = rest[:start]
        else:
            return False
        rest = rest.rstrip(" ,;/")
    return bool(text.strip())


def is_only_a_form(text: str) -> bool:
    """Whether `text` is a legal form and cannot be a name: `AB` and `SL` can."""
    return is_legal_form(text) and bare(text) not in SHORT_LEGAL_FORMS | RARE_LEGAL_FORMS


def legal_suffix(name: str) -> str:
    """The legal form that `name` ends in without a space before it, `株式会社`; empty if none."""
    return next((suffix for suffix in LEGAL_SUFFIXES if name.endswith(suffix)), "")


def form_start(name: str, before: str = "") -> int | None:
    """Where the legal form begins that `name` ends in; `before` is what stands before `name`."""
    end = max(0, len(name) - _LONGEST_FORM)
    starts = [word.start() for word in _WORD.finditer(name, end)]
    for start in starts[-_MOST_WORDS:]:
        if _is_form(name[start:], name[end:start].rstrip()[-1:] or before):
            return start
    return None


def _is_form(text: str, before: str) -> bool:
    """Whether `text` is one legal form, given the sign `before` it.

    `AB` and `S.A.` are legal forms; the English words `as` and `spa` are not, but for those that
    stand alone after a comma.
    """
    folded = bare(text)
    if folded in LEGAL_FORMS:
        return True
    short = folded in SHORT_LEGAL_FORMS
    if not short and folded not in RARE_LEGAL_FORMS:
        return False
    last = text.rstrip(" .")
    if "." in last or last in SPELLED_LEGAL_FORMS:
        return True
    if before == ",":
        return last.isupper() or folded not in GIVEN_NAMES
    if before in ("/", ";"):
        return text.endswith(".")
    return short and last.isupper()
