"""Who put a record out: the free text of a label field as standardised labels.

A label field is written by whoever delivered the record. It may name several labels, carry a
copyright sign and a year, say who licensed what to whom, and end in the legal form of a company.
`split` takes it apart; `standardise` gives the key under which spellings of one label meet;
`family` gives the key that a label's branches in several countries share. docs/labels.md shows
what this does to real fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from linernotes.identity import normalise
from linernotes.label_words import (
    CONTINUATIONS,
    GENERIC_WORDS,
    LEGAL_FORMS,
    LINKING_WORDS,
    ORDINARY_WORDS,
    TERRITORIES,
    TRAILING_WORDS,
)
from linernotes.legal_forms import bare, form_start, is_legal_form, is_only_a_form, legal_suffix


@dataclass(frozen=True)
class Label:
    """One label of a field: its standardised name and how this field spells it."""

    key: str
    spelling: str


@dataclass(frozen=True)
class _Piece:
    """A stretch between separators. `dropped` says that it names a distributor or a parent."""

    text: str
    before: str = ""
    dropped: bool = False


# Where a clause holds: `in North America`, `for the United States of America`. (Every repetition in
# these patterns is bounded, so that a hostile field costs no more than a long one.)
_WHERE = r"(?:(?:in|for|throughout)(?:\s+[^\s,;/]{1,40}){1,5}?)"
# Between two names that both put the record out: the owner of the recording and its licensee.
_LICENCE = re.compile(
    rf"""[\s,;(\[–—-]{{0,3}}\b(?:
        under\s+(?:an?\s+)?(?:(?:exclusive|sole|worldwide)\s+){{0,3}}licen[cs]e\s+
        (?:{_WHERE}\s+(?:to|from|by)|to|from|by|of)
      | (?:exclusively\s+|under\s+)?licen[cs]ed\s+(?:exclusively\s+)?(?:{_WHERE}\s+)?
        (?:to|from|by|through)
      | in\s+(?:association|co-?operation|collaboration|partnership)\s+with
    )\s*:?\s+""",
    re.IGNORECASE | re.VERBOSE,
)
# Before a name that did not put the record out: who carries it to the shops, who owns the label.
_OTHERS = re.compile(
    rf"""(?:[\s,;(\[–—-]{{1,3}}|^)(?:
        (?:(?:exclusively|manufactured|marketed|promoted|distributed|sold)
           (?:,?\s+(?:(?:&|and)\s+)?)){{0,5}}
        (?:distributed|marketed|manufactured|promoted|sold)\s+
        (?:(?:exclusively|worldwide)\s+)?(?:{_WHERE}\s+)?(?:by|through|via)
      | (?:an?\s+|(?<=[,(\[–—-])\s*|(?<=[,(\[–—-]\s))
        (?:sub-?)?(?:division|unit|imprint|subsidiary)\s+of
    )\s*:?\s+""",
    re.IGNORECASE | re.VERBOSE,
)
# "Elektra, a Warner Music Group Company": the same as "a division of", the other way round.
_PARENT = re.compile(r"an?\s.*\s(?:company|joint\s+venture|division|imprint|label)\.?", re.I)
# What was done under the licence that follows: `Made under license from Ace`.
_DEED = re.compile(
    rf"""(?:(?:exclusively|made|manufactured|pressed|produced|issued|released|published|marketed|
        promoted|distributed|sold)(?:[\s,]{{1,3}}(?:(?:&|and)\s+)?|$)){{1,5}}{_WHERE}?""",
    re.IGNORECASE | re.VERBOSE,
)

# A sign of its own, or two that are joined: `℗ & ©`.
_SIGN = re.compile(
    r"(?:[℗©]|\([PC]\))(?:\s?(?:&|/|\band\b)\s?(?:[℗©]|\([PC]\))){0,3}", re.IGNORECASE
)
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:\s*[,&/–-]\s*(?:19|20)\d\d)*(?=[\s,:.–]|-\s)[\s,:.–-]*", re.IGNORECASE
)

# Stand in a field where a clause stood; no field brings them, as control characters are dropped.
_CLAUSE, _DROPPED = "\x1e", "\x1f"
_SEPARATOR = re.compile(rf"[,，;；/／{_CLAUSE}]")
# A code that a distributor's catalogue puts behind a name: `Capitol Records (US1A)`.
_CODE = re.compile(r"\s*\(([A-Z0-9]{2,6})\)")
_SET_APART_END = re.compile(r"(?<=\S)\s*(?:\(([^()]{2,40})\)|,\s?([^,]{2,40}))$")
_INITIAL = re.compile(r"[A-Za-z]")
_LAST_BRACKET = re.compile(r"(?<=\S)\s*\([^()]{1,40}\)$")
_DOUBLED_SLASH = re.compile(r"(?<=\S)//+(?=\S)")
# No real name ends in more legal forms, codes and trailing words than this.
_MOST_ENDINGS = 8
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# Every page names its labels, and they are the same few thousand: of publishing thirty playlists a
# third went into taking them apart anew.
_REMEMBERED = 20_000


@lru_cache(_REMEMBERED)
def split(raw: str, artists: tuple[str, ...] = ()) -> tuple[Label, ...]:
    """Take a label field apart into its distinct labels, in the field's order.

    Parameters
    ----------
    raw : the field as an export gives it; control and invisible characters are dropped.
    artists : the artists of the same track. A separator inside one of their names does not
        separate (`Tyler, The Creator`).

    Returns
    -------
    Labels with distinct keys; the first spelling of a key is kept. Empty if `raw` names nothing:
    white space, or the legal form of a company without the company.
    """
    text = _without_claim(_visible(raw))
    text = _OTHERS.sub(_CLAUSE + _DROPPED, _LICENCE.sub(_CLAUSE, text))
    pieces = _without_deeds(_join_fragments(_cut(text, artists)))
    named = [piece for piece in pieces if not piece.dropped] or pieces[:1]
    labels: dict[str, Label] = {}
    for position, piece in enumerate(named):
        spelling = _trim(piece.text if position == 0 else _without_claim(piece.text))
        key = standardise(spelling)
        if key and not is_only_a_form(spelling):
            labels.setdefault(key, Label(key, spelling))
    return tuple(labels.values())


@lru_cache(_REMEMBERED)
def standardise(name: str) -> str:
    """Key of one label: folded, without legal form, trailing `Records` and the like, and codes.

    Never empty for a name with a visible character: what would leave nothing, or nothing but an
    article, is kept (`Records`, `The Label`).
    """
    rest = unicodedata.normalize("NFKC", _visible(name))
    for _ in range(_MOST_ENDINGS):
        rest = _without_last(rest)
    rest = _SET_APART_END.sub(_plain_territory, rest)
    return normalise(rest).rstrip(" .,;:") or normalise(rest)


def family(key: str) -> str:
    """Key without its trailing territories: `parlophone` for `parlophone uk` and `parlophone`.

    Two labels with different keys and one family are relatives: branches of one house.
    """
    rest = key
    for _ in range(_MOST_ENDINGS):
        rest = standardise(_without_territory(rest))
    return rest


def _visible(raw: str) -> str:
    """`raw` with one space for each run of white space and control characters."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in raw)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs")).split())


def _without_claim(text: str) -> str:
    """Drop copyright signs and a leading year, the year only if a name of its own is left."""
    text = _SIGN.sub(" ", text).strip()
    years = _YEARS.match(text)
    if years is None:
        return text
    rest = text[years.end() :]
    words = (bare(word) for word in rest.split())
    if any(word and word not in GENERIC_WORDS and word not in LEGAL_FORMS for word in words):
        return rest
    return text


def _cut(text: str, artists: Iterable[str]) -> list[_Piece]:
    """Cut at every separator that separates."""
    shielded = _shielded(text, artists)
    pieces, start, before = [], 0, ""
    for match in _SEPARATOR.finditer(text):
        if match.start() in shielded and match.group() != _CLAUSE:
            continue
        pieces.append(_piece(text[start : match.start()], before))
        start, before = match.end(), match.group()
    pieces.append(_piece(text[start:], before))
    return [piece for piece in pieces if piece.text.strip()]


def _piece(text: str, before: str) -> _Piece:
    if text.startswith(_DROPPED):
        return _Piece(text.removeprefix(_DROPPED), before, dropped=True)
    return _Piece(text, before, dropped=bool(before) and bool(_PARENT.fullmatch(text.strip())))


def _shielded(text: str, artists: Iterable[str]) -> set[int]:
    """Positions in `text` at which a separator belongs to a name."""
    shielded = set(_bracketed(text))
    for artist in artists:
        name = _visible(artist)
        if _SEPARATOR.search(name.strip(",，;；/／ ")):
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            for match in pattern.finditer(text):
                shielded.update(range(*match.span()))
    for match in _DOUBLED_SLASH.finditer(text):
        shielded.update(range(*match.span()))
    for match in _SEPARATOR.finditer(text):
        at = match.start()
        if match.group() == "/" and _is_inside_word(text, at):
            shielded.add(at)
        elif match.group() == "," and re.fullmatch(r"\d,\d", text[max(0, at - 1) : at + 2]):
            shielded.add(at)  # 10,000 Hz
        elif match.group() == ";" and text[:at].lower().endswith("&amp"):
            shielded.add(at)
    return shielded


def _is_inside_word(text: str, at: int) -> bool:
    """Whether the slash at `at` joins single letters or numbers: `A/S`, `c/o`, `20/20`."""
    left = re.search(r"\w*$", text[max(0, at - 12) : at])
    right = re.match(r"\w*", text[at + 1 : at + 13])
    before, after = left.group() if left else "", right.group() if right else ""
    if _INITIAL.fullmatch(before):
        return bool(_INITIAL.fullmatch(after))
    return before.isdigit() and after.isdigit()


def _bracketed(text: str) -> Iterable[int]:
    """Positions inside balanced brackets."""
    open_at: list[int] = []
    for position, character in enumerate(text):
        if character in _BRACKETS.values():
            open_at.append(position)
        elif open_at and text[open_at[-1]] == _BRACKETS.get(character):
            start = open_at.pop()
            if not open_at:
                yield from range(start, position)


def _join_fragments(pieces: list[_Piece]) -> list[_Piece]:
    """Put back what is no label of its own: `Inc.` to its company, `S` to its `A`."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece.before != _CLAUSE and _continues(piece):
            last = joined[-1]
            joined[-1] = replace(last, text=f"{last.text}{piece.before}{piece.text}")
        else:
            joined.append(piece)
    return joined


def _continues(piece: _Piece) -> bool:
    text = piece.text.strip()
    if _INITIAL.fullmatch(text):
        return True
    before = unicodedata.normalize("NFKC", piece.before)
    if before == "," and (_begins_with_form(text) or bare(text) in TERRITORIES | CONTINUATIONS):
        return True
    return is_legal_form(_LAST_BRACKET.sub("", text), before)


def _begins_with_form(text: str) -> bool:
    """Whether `text` is a name's end with more behind it, `LLC t/a Bar`; not `Limited Edition`."""
    first = text.split(maxsplit=1)[0]
    folded = bare(first)
    return folded in LEGAL_FORMS and (folded not in ORDINARY_WORDS or "." in first)


def _without_deeds(pieces: list[_Piece]) -> list[_Piece]:
    """Drop `Manufactured` where a licensor follows."""
    followers = [*pieces[1:], _Piece("")]
    return [
        piece
        for piece, then in zip(pieces, followers, strict=False)
        if then.before != _CLAUSE or not _DEED.fullmatch(piece.text.strip(" .:-–—"))
    ]


def _trim(text: str) -> str:
    """A spelling without loose punctuation around it, and with its brackets in pairs."""
    text = text.strip(" ,;:/–—-")
    for closing, opening in _BRACKETS.items():
        if text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1].rstrip(" ,;:/–—-")
    return " ".join(text.split())


def _without_last(name: str) -> str:
    """`name` without one trailing legal form, word, code or asterisk; `name` if it has none."""
    if suffix := legal_suffix(name):
        return name.removesuffix(suffix).rstrip(" ,;/") or name
    code = re.search(_CODE.pattern + "$", name)
    if code and _is_code(code.group(1)) and _stands_alone(name[: code.start()]):
        return name[: code.start()]
    if name.endswith("*") and _stands_alone(name.rstrip("* ")):
        return name.rstrip("* ")
    start = form_start(name)
    if start is None:
        start = _trailing_word_start(name)
    rest = name[:start].rstrip(" ,;/") if start is not None else ""
    return rest if _stands_alone(rest) else name


def _trailing_word_start(name: str) -> int | None:
    """Where the `Records` begins that `name` ends in."""
    words = name.split()
    if words and bare(words[-1]) in TRAILING_WORDS:
        return name.rindex(words[-1])
    return None


def _is_code(text: str) -> bool:
    return bare(text) not in TERRITORIES and any(c.isalpha() for c in text)


def _plain_territory(end: re.Match[str]) -> str:
    """`Parlophone (France)` and `Parlophone, France` are `Parlophone France`; all else stays."""
    told = end.group(1) or end.group(2)
    return f" {told}" if bare(told) in TERRITORIES else end.group()


def _stands_alone(name: str) -> bool:
    """Whether `name` is a name without what followed: no article, loose `and` or legal form."""
    words = [word for word in (bare(word) for word in name.split()) if word]
    return bool(words) and words[-1] not in LINKING_WORDS and not is_only_a_form(name)


def _without_territory(key: str) -> str:
    """`key` without one trailing territory, which may be in brackets."""
    words = key.split()
    for count in (3, 2, 1):
        if len(words) > count and bare(" ".join(words[-count:])) in TERRITORIES:
            rest = " ".join(words[:-count])
            return rest if _stands_alone(rest) else key
    return key
