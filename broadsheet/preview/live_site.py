"""A site kept in memory: what `build --drafts --future` would write, made when it is asked for."""

from collections.abc import Collection

from broadsheet.preview.changes import Change, LiveOptions, PagesChecked, Shown


class LiveSite:
    """A site kept in memory, for one thread at a time. It never writes to the output folder.

    Call `refresh(None)` first. Nothing that a curator's files can hold makes a method raise.
    """

    def __init__(self, options: LiveOptions) -> None:
        self._options = options

    def refresh(self, paths: Collection[str] | None) -> Change:
        """Look again at the files that may have changed, by their paths in the site's folder with
        forward slashes, also folders; None looks at everything."""
        raise NotImplementedError

    def shown(self, path: str) -> Shown | None:
        """The file at a path in the built site, such as `2021/08/x.html`; None if there is none."""
        raise NotImplementedError

    def finish_some(self, seconds: float) -> PagesChecked:
        """Make pages that nobody has asked for yet, for about so many seconds, to find mistakes."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what is open."""
