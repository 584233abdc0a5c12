"""Why a page was not fetched: we would not, or it could not be had."""


class Refused(Exception):
    """We do not fetch this page, or not all of it. `why` is one plain sentence without a full stop,
    such as `the address leads into a private network`. `is_for_now` if it may be fetched later;
    `seconds` is how long the host asks to be left alone, 0 if it does not say."""

    def __init__(self, why: str, is_for_now: bool = False, seconds: float = 0.0) -> None:
        self.why = why
        self.is_for_now = is_for_now
        self.seconds = seconds
        super().__init__(why)


class FetchFailed(Exception):
    """The page could not be had: no such host, no answer in time, an answer that is not HTTP.
    `why` is one plain sentence without a full stop."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
