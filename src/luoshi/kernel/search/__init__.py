"""One box that finds: character bigrams, the same on both databases, always within what the asker may see.

SQLite's own tokenizers find no two-character Chinese word, so words are cut into pairs of characters here and kept
in the engine's inverted index (FTS5 on SQLite, GIN on PostgreSQL). Candidates are read back and compared with the
text itself, so a hit is a hit. Texts handed in carry no personal values.
"""

from __future__ import annotations

from luoshi.kernel.search.model import Found, grams, normal
from luoshi.kernel.search.service import Search, rebuild

__all__ = ["Found", "Search", "grams", "normal", "rebuild"]
