"""Which windows are open in browsers, and what each of them is told, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

QUIET = 15.0  # seconds after which a connection says that it is still there
KEEP_ALIVE = b": still here\n\n"
AGAIN = b"retry: 500\n\n"  # milliseconds


class Windows:
    """The windows that listen now. It is used in the event loop alone."""

    def __init__(self) -> None:
        self._open: list[tuple[str, asyncio.Queue[bytes | None]]] = []
        self._is_closed = False

    def tell(self, event: str, text: str = "", besides: str = "") -> None:
        """Tell all windows of an event, with a text for people; not the window `besides`, which
        knows."""
        written = f"event: {event}\ndata: {json.dumps(text)}\n\n".encode()
        for window, queue in self._open:
            if not besides or window != besides:
                queue.put_nowait(written)

    async def listen(self, window: str) -> AsyncIterator[bytes]:
        """What a window is told as long as its browser listens."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._open.append((window, queue))
        try:
            yield AGAIN
            while not self._is_closed:
                try:
                    async with asyncio.timeout(QUIET):
                        written = await queue.get()
                except TimeoutError:
                    written = KEEP_ALIVE
                if written is None:
                    return
                yield written
        finally:
            self._open.remove((window, queue))

    def close(self) -> None:
        """End all connections, also those that come later."""
        self._is_closed = True
        for _, queue in self._open:
            queue.put_nowait(None)
