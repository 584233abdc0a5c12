"""The sizes of a picture: which there are, their addresses and their bytes.

Pillow is imported only when a file is made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from posixpath import splitext
from typing import TYPE_CHECKING, Any

from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.images.pictures import Original, PictureReading, Rendition, Shown, opened
from broadsheet.images.stripping import STRIPPED, stripped

if TYPE_CHECKING:
    from PIL.Image import Image

PLAIN_WIDTH = 960  # pixels of the file that every browser can show
PLAIN_KINDS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
PLAIN = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "AVIF": "WEBP"}
TALLEST = 16383  # pixels of a WebP
WHOLE_QUALITY = 92  # of a picture that is encoded again at its own size
FEW_COLOURS = 4096  # a picture with at most so many is a drawing, and is kept sharp
DRAWN = frozenset(["PNG", "GIF"])


class SourceChanged(Exception):
    """A picture's file has changed since the site was laid out."""


@dataclass(frozen=True, slots=True)
class Sized:
    """How to make one rendition from an original."""

    original: Original
    kind: str
    width: int
    height: int
    quality: int


@dataclass(frozen=True, slots=True)
class Whole:
    """How to publish the file itself: as it is, without the other data in it."""

    original: Original


@dataclass(frozen=True, slots=True)
class Renditions:
    """Everything made from one picture: how pages show it, and each file's address and recipe."""

    shown: Shown
    files: tuple[tuple[str, Sized | Whole], ...]


def renditions(original: Original, address: str, widths: Sequence[int], quality: int) -> Renditions:
    """What to make from a picture whose full size is at `address`.

    WebP files in each of the widths that is less than its own, and in its own up to the largest of
    them; and a plain file of its own kind. An animation stays as it is.
    """
    whole = Rendition(address, original.width, original.height)
    files: list[tuple[str, Sized | Whole]] = [(address, Whole(original))]
    if original.is_animated:
        return Renditions(Shown(whole, (), whole), tuple(files))

    def sized(kind: str, width: int) -> Rendition:
        height = max(1, round(original.height * width / original.width))
        recipe = Sized(original, kind, width, height, quality)
        name = f"{splitext(address)[0]}-{width}.{of_value(recipe)[:10]}{PLAIN_KINDS[kind]}"
        if all(name != other for other, _ in files):
            files.append((name, recipe))
        return Rendition(name, width, height)

    own = min(original.width, max(widths, default=0))
    chosen = sorted({*(it for it in widths if it < original.width), *([own] if own else [])})
    fitting = [it for it in chosen if original.height * it <= TALLEST * original.width]
    webp = tuple(sized("WEBP", width) for width in fitting)
    is_plain = original.width <= PLAIN_WIDTH and original.kind in PLAIN_KINDS
    src = whole if is_plain else sized(PLAIN[original.kind], min(original.width, PLAIN_WIDTH))
    return Renditions(Shown(src, webp, whole), tuple(files))


def made(recipes: Sequence[Sized | Whole], content: bytes) -> Iterator[bytes]:
    """The bytes of several files made from one picture, which is decoded once.

    Raises SourceChanged, and whatever Pillow raises when memory runs out.
    """
    if of_bytes(content) != recipes[0].original.digest:
        raise SourceChanged
    image: Image | None = None
    for recipe in recipes:
        original = recipe.original
        if isinstance(recipe, Whole) and not original.is_redone:
            can_strip = original.kind in STRIPPED
            yield stripped(content, original.kind) if can_strip else content
            continue
        image = image or _upright(content)
        if isinstance(recipe, Whole):
            yield _encoded(image, original.kind, WHOLE_QUALITY, original.kind in DRAWN)
        else:
            yield _resized(image, recipe)


def measured(reading: PictureReading, content: bytes) -> PictureReading:
    """The reading of a picture with the length of its file as it is published. One that is encoded
    again is encoded for that: feeds promise readers its length."""
    picture = reading.picture
    if picture is None or not picture.is_redone:
        return reading
    (whole,) = made([Whole(picture)], content)
    return replace(reading, picture=replace(picture, length=len(whole)))


def _resized(image: "Image", recipe: Sized) -> bytes:
    from PIL.Image import Dither, Quantize, Resampling

    size = (recipe.width, recipe.height)
    # A lossy encoder blurs the few colours of a drawing; scaling adds more than it needs.
    is_drawing = recipe.original.kind in DRAWN and image.getcolors(FEW_COLOURS) is not None
    small = image if size == image.size else image.resize(size, Resampling.LANCZOS, reducing_gap=3)
    if is_drawing and small is not image:
        method = Quantize.FASTOCTREE if small.mode == "RGBA" else Quantize.MEDIANCUT
        few = small.quantize(256, method, dither=Dither.NONE)
        small = few if recipe.kind == "PNG" else few.convert(small.mode)
    return _encoded(small, recipe.kind, recipe.quality, is_drawing)


def _upright(content: bytes) -> "Image":
    """The decoded picture, rotated as its EXIF data asks for, in sRGB, without other data."""
    from PIL import ImageOps

    with opened(content) as image:
        image.load()
        upright = _in_srgb(ImageOps.exif_transpose(image))
    upright.info = {}
    return upright


def _in_srgb(image: "Image") -> "Image":
    """The picture in sRGB, with transparency where it has any."""
    from PIL import ImageCms

    if image.mode.startswith(("I", "F")):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            if not ImageCms.getProfileDescription(source).startswith("sRGB"):
                changed = ImageCms.profileToProfile(image, source, target, outputMode=mode)
                return changed or image.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            return image.convert(mode)  # a damaged profile is no reason to show nothing
    return image.convert(mode)


def _encoded(image: "Image", kind: str, quality: int, is_drawing: bool) -> bytes:
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": quality, "optimize": True, "progressive": True},
        "PNG": {"optimize": True},
        "WEBP": {"quality": quality, "method": 4, "lossless": is_drawing},
        "AVIF": {"quality": quality, "max_threads": 1},
        "GIF": {},
    }
    if kind == "JPEG" and image.mode != "RGB":
        image = _on_white(image)
    written = BytesIO()
    image.save(written, kind, **options[kind])
    return written.getvalue()


def _on_white(image: "Image") -> "Image":
    """A picture without transparency, which JPEG has not."""
    from PIL import Image

    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image)
    return paper
