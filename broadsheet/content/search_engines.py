"""What `site.yaml` says of search engines: the key of IndexNow, and the file that shows it."""

import re

from broadsheet.content.fields import Place, described, read_text, shaped
from broadsheet.content.yaml_text import Value

KEY = r"[A-Za-z0-9-]{8,128}"  # as https://www.indexnow.org/documentation has it


@shaped({"type": "string", "pattern": rf"^\s*{KEY}\s*$"})
def read_key(value: Value, place: Place) -> str | None:
    """A key of IndexNow: everybody can read it, it only has to be the site's own."""
    text = read_text(value, place)
    if text is None or re.fullmatch(KEY, text, re.ASCII):
        return text
    hint = "choose 8 to 128 letters, digits and hyphens, such as: 5a31c9e07f2b4d68"
    place.problem(value, f"{place.key} must be a key of IndexNow, found {described(value)}", hint)
    return None


def key_address(key: str) -> str:
    """The address of the file that shows search engines that the key is the site's."""
    return f"/{key}.txt"
