"""The pictures of a book: JPEG or PNG, which every e-reader shows, and none of them large."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.images.making import make
from broadsheet.images.pictures import Original
from broadsheet.images.renditions import Sized

MOST = 300_000  # bytes of a picture
WIDEST, TALLEST = 960, 1280  # pixels: e-readers show about so many
QUALITY = 80
KINDS = {"PNG": "PNG", "GIF": "PNG"}  # of all others a JPEG is made
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png"}
SMALLER = (1.0, 0.75, 0.5)  # as JPEG, where the first file is too large


@dataclass(frozen=True, slots=True)
class BookPicture:
    """A picture as a book holds it; width and height in pixels."""

    content: bytes
    kind: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """What it is, as a media type."""
        return MEDIA_TYPES[self.kind]

    @property
    def suffix(self) -> str:
        """How the name of its file ends."""
        return SUFFIXES[self.kind]


@lru_cache(maxsize=40)  # an edition, a story and a month may show the same picture
def book_picture(original: Original, content: bytes) -> BookPicture:
    """A picture of the site for a book, the first frame of an animation, from the bytes of its
    file; raises ProblemsFound."""
    recipes = tuple(_recipes(original))
    files = make(recipes, content)
    for recipe, content in zip(recipes, files, strict=False):
        found = BookPicture(content, recipe.kind, recipe.width, recipe.height)
        if len(content) <= MOST:
            break
    return found


def _recipes(original: Original) -> Iterator[Sized]:
    """How it can be made, the best first."""
    fitting = min(1.0, WIDEST / original.width, TALLEST / original.height)
    first = KINDS.get(original.kind, "JPEG")
    for kind, part in ((first, 1.0), *(("JPEG", part) for part in SMALLER)):
        width, height = (
            max(1, round(it * fitting * part)) for it in (original.width, original.height)
        )
        yield Sized(original, kind, width, height, QUALITY)
