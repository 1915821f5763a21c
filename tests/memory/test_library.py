"""What a warm process remembers of the library: the latest documents, up to so many bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import BaseModel

from linernotes import library as module
from linernotes.library import Library
from linernotes.models import Track
from tests.memory.s3 import MemoryS3


class Document(BaseModel):
    """A document of some hundred bytes."""

    number: int
    tracks: tuple[Track, ...] = ()


@pytest.fixture
def calls() -> Counter[str]:
    """What is asked of S3, by operation."""
    return Counter()


@pytest.fixture
def library(calls: Counter[str], monkeypatch: pytest.MonkeyPatch) -> Library:
    def counted(name: str, _call: dict[str, Any], do: Callable[[], Any]) -> Any:
        calls[name] += 1
        return do()

    monkeypatch.setattr(module, "_KEPT", 1_000)
    return Library(MemoryS3(gate=counted), "library")  # type: ignore[arg-type]  # what is used of it


def document(number: int) -> Document:
    return Document(number=number, tracks=(Track(key=f"{number:0180d}"),))


def test_what_was_written_is_not_asked_for_again(library: Library, calls: Counter[str]) -> None:
    address = library.put(document(1))
    assert library.put(document(1)) == address
    assert library.get(Document, address) == document(1)
    assert calls == {"s3.PutObject": 1}


def test_the_oldest_is_forgotten_and_read_anew(library: Library, calls: Counter[str]) -> None:
    addresses = [library.put(document(number)) for number in range(10)]
    for address in addresses[-4:] * 3:
        library.body(address)
    assert calls["s3.GetObject"] == 0
    assert library.get(Document, addresses[0]) == document(0)
    assert calls["s3.GetObject"] == 1
    assert library.get(Document, addresses[0]) == document(0), "now it is the latest"
    assert calls["s3.GetObject"] == 1


def test_one_that_is_larger_than_all_that_is_kept_is_read_each_time(
    library: Library, calls: Counter[str]
) -> None:
    large = Document(number=1, tracks=tuple(Track(key=f"{n:0180d}") for n in range(10)))
    small = library.put(document(1))
    address = library.put(large)
    assert [library.get(Document, address) for _ in range(2)] == [large] * 2
    assert calls["s3.GetObject"] == 2
    assert library.get(Document, small) == document(1)


def test_documents_read_side_by_side_are_counted_once(
    library: Library, calls: Counter[str]
) -> None:
    addresses = [library.put(document(number)) for number in range(30)]
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(library.body, addresses * 20))
    assert read == [library.body(address) for address in addresses] * 20
    calls.clear()
    for address in addresses[-4:]:
        library.body(address)
    assert not calls, "as many are kept as at first"
