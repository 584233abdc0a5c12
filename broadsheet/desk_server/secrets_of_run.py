"""The secrets of one run of the desk: who has one of them is the curator."""

from hmac import compare_digest
from secrets import token_hex, token_urlsafe

BYTES = 32  # 256 bits, too many to guess


class Secrets:
    """The secrets of one run. They are nowhere but in memory and in the curator's browser.

    `token` admits a browser as often as it is shown, as long as the desk runs: it stands in the
    terminal. `once` admits one browser once: it is given to the program that opens the browser,
    and other people on this computer may see what programs are given. `folder` is the first
    segment of all addresses: cookies do not tell ports apart, so that without it every other
    server on this computer that the browser talks to would be sent the cookie. `session` is what
    that cookie holds; it is one for all windows, so that one which is opened later shuts out none
    that is open. `preview` is the folder of the preview's addresses, on a port of its own.
    `form` stands in every form, and no other page can know it.
    """

    def __init__(self) -> None:
        self.token = token_urlsafe(BYTES)
        self.once = token_urlsafe(BYTES)
        self.folder = token_urlsafe(BYTES)
        self.preview = token_urlsafe(BYTES)
        self.session = token_urlsafe(BYTES)
        self.form = token_hex(BYTES)
        self._is_once_used = False

    def admits(self, shown: str) -> bool:
        """Whether a secret in an address lets a browser in; `once` does so the first time."""
        if _same(shown, self.token):
            return True
        if _same(shown, self.once) and not self._is_once_used:
            self._is_once_used = True
            return True
        return False

    def knows(self, session: str) -> bool:
        """Whether this is what the cookie of this run holds."""
        return _same(session, self.session)

    def fits(self, form: str) -> bool:
        """Whether a form is one of this run."""
        return _same(form, self.form)


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode())
