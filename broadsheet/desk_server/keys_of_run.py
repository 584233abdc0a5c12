"""The secrets of one run of the desk: who has one of them is the curator."""

from collections import OrderedDict
from hmac import compare_digest, digest
from secrets import token_bytes, token_urlsafe

BYTES = 32  # 256 bits, too many to guess
MOST_SESSIONS = 64  # the oldest is forgotten; its window is sent to the terminal for the address


class Keys:
    """The secrets of one run. They are nowhere but in memory and in the curator's browser.

    `token` admits a browser as often as it is shown, as long as the desk runs: it stands in the
    terminal. `once` admits one browser once: it is given to the program that opens the browser,
    and other people on this computer may see what programs are given. `folder` is the first
    segment of all addresses: cookies do not tell ports apart, so that without it every other
    server on this computer that the browser talks to would be sent the session's cookie.
    """

    def __init__(self) -> None:
        self.token = token_urlsafe(BYTES)
        self.once = token_urlsafe(BYTES)
        self.folder = token_urlsafe(BYTES)
        self._secret = token_bytes(BYTES)
        self._sessions: OrderedDict[str, None] = OrderedDict()
        self._is_once_used = False

    def admits(self, shown: str) -> bool:
        """Whether a secret in an address lets a browser in; `once` does so the first time."""
        if _same(shown, self.token):
            return True
        if _same(shown, self.once) and not self._is_once_used:
            self._is_once_used = True
            return True
        return False

    def new_session(self) -> str:
        """A new session's secret, for its cookie."""
        session = token_urlsafe(BYTES)
        self._sessions[session] = None
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return session

    def knows(self, session: str) -> bool:
        """Whether this is a session that began in this run."""
        return any(_same(session, it) for it in self._sessions)

    def form_key(self, session: str) -> str:
        """What every form of a session holds, and no other page can know."""
        return digest(self._secret, session.encode(), "sha256").hex()

    def fits(self, form_key: str, session: str) -> bool:
        """Whether a form is one of this session."""
        return _same(form_key, self.form_key(session))


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode())
