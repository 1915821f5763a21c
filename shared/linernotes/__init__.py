"""Linernotes: liner notes for playlists."""
