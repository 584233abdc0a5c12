"""The site's pictures: how pages show them, and the files made from them."""

from collections.abc import Iterator, Sequence

from broadsheet.content.settings import ImageSettings
from broadsheet.fingerprint import engine, of_value
from broadsheet.images.pictures import Original, Rendition, Shown
from broadsheet.images.renditions import Sized, renditions
from broadsheet.site.addresses import media_address
from broadsheet.site.outputs import Asset, InlinePicture
from broadsheet.text.markup import Link

INLINE_WIDTH = 720  # pixels of a picture that stands inside a file


class ImageSet:
    """All pictures of one build, with the renditions of each."""

    def __init__(self, originals: Sequence[Original], settings: ImageSettings) -> None:
        self._made = {
            address: renditions(original, address, settings.widths, settings.quality)
            for original in originals
            for address in [media_address(original.path)]
        }

    def shown(self, address: str) -> Shown | None:
        """How to show the picture at an address; None if there is no picture."""
        made = self._made.get(address)
        return made.shown if made else None

    def original(self, address: str) -> Original | None:
        """The file of the picture whose full size is at an address; None if there is no picture."""
        made = self._made.get(address)
        return made.files[0][1].original if made else None

    def file(self, address: str) -> tuple[str, int]:
        """The media type of the picture at an address, and its size in bytes."""
        original = self._made[address].files[0][1].original
        return f"image/{original.kind.lower()}", original.length

    def in_text(
        self, links: Sequence[Link], destinations: Sequence[str]
    ) -> tuple[tuple[int, Shown], ...]:
        """The pictures among a text's links, each with the link's number."""
        if not self._made:
            return ()
        numbered = enumerate(zip(links, destinations, strict=True))
        found = (
            (number, self.shown(destination))
            for number, (link, destination) in numbered
            if link.is_media
        )
        return tuple((number, shown) for number, shown in found if shown)

    def inline(self, whole: Rendition) -> InlinePicture:
        """A picture as it can stand inside a file: the largest WebP file that is not wider than
        `INLINE_WIDTH`, else the file itself."""
        made = self._made[whole.address]
        fitting = [
            recipe
            for _, recipe in made.files
            if isinstance(recipe, Sized) and recipe.kind == "WEBP" and recipe.width <= INLINE_WIDTH
        ]
        recipe = max(fitting, key=lambda it: it.width, default=made.files[0][1])
        return InlinePicture(made.shown.src.address, recipe)

    def assets(self) -> Iterator[Asset]:
        """Every file made from the pictures."""
        for made in self._made.values():
            for address, recipe in made.files:
                signature = of_value((engine(), recipe))
                yield Asset(address, recipe.original.path, signature, recipe=recipe)
