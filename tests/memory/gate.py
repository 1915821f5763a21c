"""What stands between a caller and the services in memory: every call passes here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

# Takes the call's name (`s3.PutObject`), its arguments, and what does it; answers its answer.
type Gate = Callable[[str, dict[str, Any], Callable[[], Any]], Any]


def through(_name: str, _arguments: dict[str, Any], do: Callable[[], Any]) -> Any:
    """Let every call pass."""
    return do()


def refused(operation: str, code: str, **more: Any) -> ClientError:
    """The error that botocore raises for a service's answer `code`."""
    response: Any = {"Error": {"Code": code, "Message": code}, **more}
    return ClientError(response, operation)


class Pages:
    """A paginator whose one page holds everything."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def paginate(self, **arguments: Any) -> list[Any]:
        """All there is, as one page."""
        return [self._call(**arguments)]
