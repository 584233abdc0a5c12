"""Uvicorn as a server for this computer: no log of addresses, an end that comes at once, and no
patience with what never ends its request."""

import asyncio
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0  # seconds to wait for the rest of a request; a browser's is there at once
AT_THE_END = 5  # seconds that answers have when the server ends


class _Config(uvicorn.Config):
    """What uvicorn is told, and how long a request may take to come."""

    patience = PATIENCE


class _Connection(H11Protocol):
    """One connection, which is closed when it keeps the server waiting for a request, or for the
    rest of one, for once to twice as long as its patience. An answer may take any time."""

    _has_waited = False
    _next: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and look after a while whether a request has come."""
        super().connection_made(transport)
        self._look_later()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        super().data_received(data)
        if not self._is_waiting():
            self._has_waited = False

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if self._next is not None:
            self._next.cancel()
        super().connection_lost(exc)

    def _is_waiting(self) -> bool:
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def _look(self) -> None:
        if self._is_waiting() and self._has_waited:
            self.transport.close()
            return
        self._has_waited = self._is_waiting()
        self._look_later()

    def _look_later(self) -> None:
        patience = self.config.patience if isinstance(self.config, _Config) else PATIENCE
        self._next = self.loop.call_later(patience, self._look)


class LocalServer(uvicorn.Server):
    """Serves an application until the process is interrupted.

    `ending` is called before the connections are ended: it ends the streams of events, for which
    the rest would wait. Of two servers in one process only one `heeds_ctrl_c`, and ends the other.
    `patience` is how long a request may take to come, in seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        ending: Callable[[], None],
        heeds_ctrl_c: bool = True,
        patience: float = PATIENCE,
    ) -> None:
        config = _Config(
            app,
            http=_Connection,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            loop="asyncio",
            timeout_graceful_shutdown=AT_THE_END,
        )
        config.patience = patience
        super().__init__(config)
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
        """End the event streams first, as the rest waits for them; last, break off what is left."""
        self._ending()
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # they are closed in the next turn of the loop
