"""Reads pictures: their kind and size, from the content of the file and never from its name.

Pillow is imported only when a picture is read.
"""

import warnings
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import splitext
from typing import TYPE_CHECKING

from broadsheet.files import ContentFile
from broadsheet.fingerprint import of_bytes
from broadsheet.images.stripping import STRIPPED, stripped
from broadsheet.problems import Problem, ProblemLog

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = {
    ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP",
    ".avif": "AVIF",
}  # fmt: skip
KINDS = tuple(dict.fromkeys(SUFFIXES.values()))
MOST_PIXELS = 50_000_000  # four times a phone's photograph; a larger one is a mistake or a bomb
ORIENTATION, UPRIGHT, ON_ITS_SIDE = 0x0112, 1, range(5, 9)  # EXIF's
TOO_LARGE = f"is too large: more than {MOST_PIXELS // 10**6} million pixels"
SCALE_DOWN = "scale it down; 4000 pixels across are enough on any screen"
SAVE_AGAIN = "open it in an image editor and save it again, or take it out"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture: the address of its file, width and height in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages show it: a plain file for every browser, WebP files in several sizes,
    narrowest first, and the file in full size."""

    src: Rendition
    webp: tuple[Rendition, ...]
    whole: Rendition


@dataclass(frozen=True, slots=True)
class Original:
    """A picture's file, read; width and height after the rotation that its EXIF data asks for.

    `is_redone` means that other data in the file can only be removed by encoding it again.
    `length` is how many bytes the file has as it is published, 0 for one that is redone until it is
    measured; it follows from the digest and the engine, so nothing is known by it.
    """

    path: str
    digest: str
    kind: str
    width: int
    height: int
    is_animated: bool
    is_redone: bool
    length: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The result of reading one picture; `html` is empty, as a picture has no text."""

    picture: Original | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    html: str = ""


def is_picture(path: str) -> bool:
    """Whether the name of a media file is that of a picture."""
    return splitext(path)[1].casefold() in SUFFIXES


def read_picture(file: ContentFile) -> PictureReading:
    """Read one picture completely. Pure: the result depends only on the file."""
    log = ProblemLog(file.path)
    picture = _read(file, log)
    return PictureReading(
        None if log.problems else picture, tuple(log.problems), tuple(log.warnings)
    )


def _read(file: ContentFile, log: ProblemLog) -> Original | None:
    from PIL import UnidentifiedImageError
    from PIL.Image import DecompressionBombError

    try:
        with opened(file.content) as image:
            return _looked_at(image, file, log)
    except UnidentifiedImageError:
        log.problem(0, "is not a picture, whatever its name says", SAVE_AGAIN)
    except DecompressionBombError:
        log.problem(0, TOO_LARGE, SCALE_DOWN)
    except MemoryError:
        raise
    except Exception as error:  # decoders raise all kinds of errors on damaged bytes
        log.problem(0, f"is a damaged picture: {error or type(error).__name__}", SAVE_AGAIN)
    return None


def opened(content: bytes) -> "Image":
    """The picture in these bytes, not decoded yet. Raises ValueError, and whatever Pillow does."""
    from PIL import Image

    with warnings.catch_warnings():
        # Pillow's own limit is higher than that of `_looked_at`, and its message is about attacks.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(BytesIO(content), formats=KINDS)


def _looked_at(image: "Image", file: ContentFile, log: ProblemLog) -> Original | None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        log.problem(0, TOO_LARGE, SCALE_DOWN)
        return None
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    is_animated = kind != "JPEG" and bool(getattr(image, "is_animated", False))
    orientation = image.getexif().get(ORIENTATION, UPRIGHT)
    is_turned = orientation != UPRIGHT and not is_animated and kind != "GIF"
    has_words = bool(image.info.get("exif") or image.info.get("xmp"))
    image.draft(None, (max(1, width // 8), max(1, height // 8)))
    image.load()
    published = file.content
    if kind in STRIPPED:
        published = stripped(file.content, kind)
    elif has_words and is_animated:
        log.problem(0, "is an animation with EXIF, which cannot be taken out", "save it as WebP")
    named = SUFFIXES[splitext(file.path)[1].casefold()]
    if named != kind:
        suffix = next(suffix for suffix, it in SUFFIXES.items() if it == kind)
        text = f"is named as {named} and is {kind}: some readers will not show it"
        log.warning(0, text, f"name it {splitext(file.path)[0]}{suffix}")
    if is_turned and orientation in ON_ITS_SIDE:
        width, height = height, width
    is_redone = is_turned or (has_words and kind not in STRIPPED)
    digest = of_bytes(file.content)
    length = 0 if is_redone else len(published)
    return Original(file.path, digest, kind, width, height, is_animated, is_redone, length)
