"""Uvicorn as a server for this computer: no log of addresses, and an end that comes at once."""

import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp


class LocalServer(uvicorn.Server):
    """Serves an application until the process is interrupted.

    `ending` is called before the connections are ended: it ends the streams of events, for which
    the rest would wait. Of two servers in one process only one `heeds_ctrl_c`, and ends the other.
    """

    def __init__(self, app: ASGIApp, ending: Callable[[], None], heeds_ctrl_c: bool = True) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                loop="asyncio",
            )
        )
        self._ending, self._heeds_ctrl_c = ending, heeds_ctrl_c

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Heed Ctrl-C, if this is the server that does."""
        if not self._heeds_ctrl_c:
            yield
            return
        with super().capture_signals():
            yield

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End well; at a second Ctrl-C, end at once."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams first, as the rest waits for them."""
        self._ending()
        await super().shutdown(sockets)
