"""Why a page was not fetched: we would not, or it could not be had."""


class Refused(Exception):
    """We do not fetch this page, or not all of it. `why` is one plain sentence without a full stop,
    such as `the address leads into a private network`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class FetchFailed(Exception):
    """The page could not be had: no such host, no answer in time, an answer that is not HTTP.
    `why` is one plain sentence without a full stop."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
