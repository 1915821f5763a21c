"""What the owner granted at Spotify: a client id and a refresh token, in one SSM SecureString."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from linernotes.models import Model
from linernotes.observability import logger

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

_MONTHS = 6  # that a refresh token of Spotify's lasts, counted from the sign-in


class Grant(Model):
    """`since` is when the owner signed in; a token that Spotify renews ends no later for it."""

    model_config = ConfigDict(hide_input_in_errors=True)

    client_id: str = Field(min_length=1)
    refresh_token: str = Field(min_length=1, repr=False)
    since: AwareDatetime

    @property
    def ends(self) -> datetime:
        """When the sign-in ends: the same day of the sixth month after, or that month's last."""
        since = self.since.astimezone(UTC)
        years, month = divmod(since.month - 1 + _MONTHS, 12)
        year = since.year + years
        day = min(since.day, monthrange(year, month + 1)[1])
        return since.replace(year=year, month=month + 1, day=day)

    def left(self, now: datetime) -> timedelta:
        """How long the sign-in still holds; never less than nothing."""
        return max(self.ends - now, timedelta())


@dataclass(frozen=True)
class Grants:
    """The parameter of that name, which `linernotes login` makes and a renewed token replaces."""

    client: SSMClient
    name: str

    def get(self) -> Grant | None:
        """What was granted; `None` where nobody signed in, or what is there is none of ours."""
        try:
            found = self.client.get_parameter(Name=self.name, WithDecryption=True)
        except self.client.exceptions.ParameterNotFound:
            return None
        try:
            return Grant.model_validate_json(found["Parameter"]["Value"])
        except ValidationError:
            # What the parameter holds is a secret whatever it is: no part of it is logged.
            logger().warning("the parameter of the sign-in does not read", parameter=self.name)
            return None

    def put(self, grant: Grant) -> None:
        """Keep a grant in place of the one before, encrypted with the account's own key."""
        self.client.put_parameter(
            Name=self.name,
            Description="The owner's sign-in at Spotify, made by linernotes login.",
            Value=grant.model_dump_json(),
            Type="SecureString",
            Overwrite=True,
        )
