"""What went wrong with a bucket, in words of our own.

A service's answer may repeat keys and signatures, and an address may hold a token. So none of its
words are shown: its codes are looked up in tables, and what is not there is not told.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from obstore.exceptions import BaseError

from broadsheet.publishing.target import PublishFailed

CODE = re.compile(r"<Code>(\w{3,40})</Code>")
STATUS = re.compile(r"status code: ([1-5][0-9]{2})\b")
METADATA = ("169.254.169.254", "metadata.google.internal", "/metadata/identity/")
UNKNOWN_KEY = "the service does not know this key, or its secret is another"
NO_BUCKET = "there is no such bucket; create it, or correct its name"
ELSEWHERE = "the bucket is in another region; set region: in site.yaml"
FORBIDDEN = "these credentials may not do that; give them the right to read, write, list and delete"
BUSY = "the service is busy; publish again later, and it goes on from here"
NO_CREDENTIALS = (
    "no credentials were found; set those of the service in the environment, such as"
    " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, GOOGLE_APPLICATION_CREDENTIALS, or"
    " AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY"
)
UNREACHED = "the service cannot be reached; publish again, and it goes on from here"
CODES: Mapping[str, str] = {  # of S3 and Google, and of Azure
    "NoSuchBucket": NO_BUCKET,
    "ContainerNotFound": NO_BUCKET,
    "InvalidBucketName": NO_BUCKET,
    "InvalidAccessKeyId": UNKNOWN_KEY,
    "SignatureDoesNotMatch": UNKNOWN_KEY,
    "AuthenticationFailed": UNKNOWN_KEY,
    "InvalidToken": UNKNOWN_KEY,
    "ExpiredToken": "the credentials have expired; get new ones",
    "RequestTimeTooSkewed": "the clock of this machine is wrong; set it",
    "AccessDenied": FORBIDDEN,
    "AuthorizationFailure": FORBIDDEN,
    "AuthorizationPermissionMismatch": FORBIDDEN,
    "PermanentRedirect": ELSEWHERE,
    "AuthorizationHeaderMalformed": ELSEWHERE,
    "SlowDown": BUSY,
    "ServerBusy": BUSY,
}
STATUSES: Mapping[str, str] = {
    "301": ELSEWHERE,
    "401": UNKNOWN_KEY,
    "403": FORBIDDEN,
    "404": "the service finds no such file or bucket",
    "408": BUSY,
    "429": BUSY,
    "501": "the service does not do this",
}


@contextmanager
def told_plainly(name: str, doing: str) -> Iterator[None]:
    """Around requests for the target `name`: raises PublishFailed, and says what failed by `doing`,
    such as "write a.html"."""
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        failed = PublishFailed(f"{name}: cannot {doing}: {reason(error)}")
        raise failed from None  # the error's own words are not shown, not even in a trace


def is_missing_file(error: Exception) -> bool:
    """Whether a file is not there, but its bucket is."""
    return isinstance(error, FileNotFoundError) and reason(error) != NO_BUCKET


def is_unsupported(error: Exception) -> bool:
    """Whether a service has no such request at all (501 Not Implemented)."""
    found = STATUS.search(str(error))
    return found is not None and found[1] == "501"


def reason(error: Exception) -> str:
    """Why a request failed, and what to do."""
    text = str(error)
    code, status = CODE.search(text), STATUS.search(text)
    if code and code[1] in CODES:
        return CODES[code[1]]
    if "redirect without LOCATION" in text:  # what obstore says of another region
        return ELSEWHERE
    if any(address in text for address in METADATA):
        return NO_CREDENTIALS
    if status:
        number = status[1]
        known = BUSY if number.startswith("5") and number != "501" else STATUSES.get(number)
        return f"{known} ({number})" if known else f"the service answers with {number}"
    if isinstance(error, ValueError):
        return "the settings or credentials are not as the service wants them"
    return UNREACHED
