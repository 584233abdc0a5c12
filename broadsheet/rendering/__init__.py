"""A page becomes bytes: HTML, RSS or a part of the search index."""
