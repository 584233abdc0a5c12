"""Which pages are open in browsers, and what each of them has still to be told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from broadsheet.preview.messages import KEEP_ALIVE, Message, Mistakes, Reload, as_event

QUIET = 15.0  # seconds after which a connection says that it is still there


@dataclass(eq=False, slots=True)
class OpenPage:
    """A page that a browser shows: its address, the tag of what it shows, and what it was told."""

    address: str
    tag: str
    is_leaving: bool = False  # it was told to reload, and comes back as another
    _told: Mistakes = field(default_factory=lambda: Mistakes((), ()))
    _queue: asyncio.Queue[Message | None] = field(default_factory=asyncio.Queue)

    def tell(self, message: Message) -> None:
        """Send a message; mistakes only if they are others than those it knows of."""
        if self.is_leaving or message == self._told:
            return
        if isinstance(message, Mistakes):
            self._told = message
        self.is_leaving = isinstance(message, Reload)
        self._queue.put_nowait(message)

    def end(self) -> None:
        """Say nothing more, so that the connection ends."""
        self._queue.put_nowait(None)

    async def events(self) -> AsyncIterator[bytes]:
        """What it is told, as server-sent events, until the end."""
        yield KEEP_ALIVE
        while True:
            try:
                async with asyncio.timeout(QUIET):
                    message = await self._queue.get()
            except TimeoutError:
                yield KEEP_ALIVE
                continue
            if message is None:
                return
            yield as_event(message)


class OpenPages:
    """The pages that are open now."""

    def __init__(self) -> None:
        self._pages: list[OpenPage] = []
        self._is_closed = False

    def latest_first(self) -> tuple[OpenPage, ...]:
        """The open pages; the one that a person turned to last is the first."""
        return tuple(reversed(self._pages))

    @contextmanager
    def opened(self, page: OpenPage) -> Iterator[None]:
        """Count a page as open, as long as its browser listens."""
        self._pages.append(page)
        if self._is_closed:
            page.end()
        try:
            yield
        finally:
            self._pages.remove(page)

    def close(self) -> None:
        """End all connections, also those that come later."""
        self._is_closed = True
        for page in self._pages:
            page.end()
