"""Who has a page of their own: the one place that knows, and the template's parameters set it."""

from __future__ import annotations

from pydantic import Field

from linernotes.models import EntityKind, Model


class Thresholds(Model):
    """How many distinct tracks over the whole library make a page.

    `…_one_liked` holds where at least one of them is liked, `…_likes` counts liked ones alone, and
    `…_likes_unknown` takes the place of all these where no export tells what is liked. A playlist
    or an artist with a page has another of its audio features from `feature_tracks` tracks that
    tell them; a playlist has one for each release year of `year_tracks` tracks, and for a decade of
    which `decade_tracks` are of other years.
    """

    artist_tracks: int = Field(50, ge=1)
    artist_tracks_one_liked: int = Field(10, ge=1)
    artist_likes: int = Field(5, ge=1)
    artist_tracks_likes_unknown: int = Field(10, ge=1)
    label_tracks: int = Field(10, ge=1)
    genre_tracks: int = Field(50, ge=1)
    genre_tracks_one_liked: int = Field(30, ge=1)
    genre_likes: int = Field(21, ge=1)
    genre_tracks_likes_unknown: int = Field(30, ge=1)
    genre_artists: int = Field(2, ge=1)
    feature_tracks: int = Field(10, ge=2)
    year_tracks: int = Field(20, ge=1)
    decade_tracks: int = Field(10, ge=1)

    def give(
        self, kind: EntityKind, tracks: int, liked: int | None, artists: int | None = None
    ) -> bool:
        """Whether an artist, a label or a genre has a page.

        Parameters
        ----------
        tracks : distinct tracks over the whole library.
        liked : how many of them are liked, `None` where no export tells.
        artists : distinct artists of a genre, `None` where they are not counted yet.
        """
        if kind == "label":
            return tracks >= self.label_tracks
        if kind == "artist":
            if liked is None:
                return tracks >= self.artist_tracks_likes_unknown
            return (
                tracks >= self.artist_tracks
                or (tracks >= self.artist_tracks_one_liked and liked > 0)
                or liked >= self.artist_likes
            )
        return (artists is None or artists >= self.genre_artists) and self._genre(tracks, liked)

    def _genre(self, tracks: int, liked: int | None) -> bool:
        if liked is None:
            return tracks >= self.genre_tracks_likes_unknown
        return (
            tracks >= self.genre_tracks
            or (tracks >= self.genre_tracks_one_liked and liked > 0)
            or liked >= self.genre_likes
        )
