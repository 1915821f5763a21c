"""What the owner listens to: from the plays of all histories to ranks and to what was forgotten.

ListeningDocument   what one export tells        written by ingest
Heard               all of them put together     )
Holdings            which playlist holds what    ) kept by publish, and made anew
Ranks, Forgotten    what pages show              ) where what they come from changed
"""
