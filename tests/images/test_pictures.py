"""Pictures as readers get them: in sizes that fit, with their size told, and with no EXIF."""

import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from PIL import Image

from broadsheet.files import ContentFile
from broadsheet.images.pictures import MOST_PIXELS, read_picture
from broadsheet.images.stripping import stripped
from broadsheet.problems import ProblemsFound
from tests.pictures import (
    CAMERA_NAME,
    drawn,
    encoded,
    exif,
    photograph,
    picture,
    profile_with_red_and_green_exchanged,
)
from tests.sites import SITE_YAML, Site, article, found, mtimes, tree
from tests.sizes import first_of

Make = Callable[[str], Site]
WITH_WORDS = ("JPEG", "PNG", "WEBP", "AVIF")
LEAD = "image: {file: b.jpg, alt: A bridge, caption: It opens., credit: Ann Lee}"


FEW_SIZES = "images: {widths: [480, 960, 1440, 1920]}"
DEFAULTS = "images: {}"


def with_lead(site: Make, content: bytes, more: str = "", name: str = "b.jpg") -> Site:
    """A site whose one article has a lead picture and the same picture in its text."""
    text = article("One", "2021-05-01", LEAD.replace("b.jpg", name), f"![In the text]({name})")
    made = site(
        f"-- site.yaml --\n{SITE_YAML}{more or FEW_SIZES}\n-- content/world/one.md --\n{text}"
    )
    return made.put(f"content/world/{name}", content)


def shown(content: bytes) -> Image.Image:
    """A picture's bytes, decoded."""
    return Image.open(BytesIO(content))


def files(site: Site) -> Mapping[str, bytes]:
    """Every picture file of a built site."""
    return {path: it for path, it in site.tree().items() if path.startswith("media/")}


def said(site: Site) -> list[str]:
    """What a build says is wrong."""
    with pytest.raises(ProblemsFound) as raised:
        site.build()
    return [f"{it.path}: {it.text}" for it in raised.value.problems]


def test_large_picture_is_offered_in_sizes_and_its_own_size_is_told(site: Make) -> None:
    made = with_lead(site, picture(2400, 1600, "JPEG"), DEFAULTS)
    made.build()
    page = made.page("2021/05/one.html")
    pairs = zip(found(page, "//picture//source"), found(page, "//picture//img"), strict=True)
    for source, image in pairs:
        assert source.get("type") == "image/webp" and source.get("sizes")
        candidates = [it.split() for it in source.get("srcset").split(", ")]
        assert [width for _, width in candidates] == [
            "240w",
            "480w",
            "720w",
            "960w",
            "1440w",
            "1920w",
        ]
        for address, width in candidates:
            file = shown((made.public / "2021/05" / address).read_bytes())
            assert (file.format, f"{file.width}w") == ("WEBP", width)
            assert abs(file.width / file.height - 1.5) < 0.01
        plain = shown((made.public / "2021/05" / image.get("src")).read_bytes())
        assert (plain.format, plain.size) == ("JPEG", (960, 640))
        assert (image.get("width"), image.get("height")) == ("960", "640")
    assert len(found(page, "//picture")) == 2


def test_only_the_lead_picture_of_an_article_is_fetched_at_once(site: Make) -> None:
    made = with_lead(site, picture(1000, 500, "JPEG"))
    made.build()
    lead, inside = found(made.page("2021/05/one.html"), "//img")
    assert (lead.get("loading"), inside.get("loading")) == ("eager", "lazy")
    on_edition = found(made.page("editions/2021-05-01.html"), "//img")
    assert [it.get("loading") for it in on_edition] == ["lazy", "lazy"]


def test_feed_carries_plain_pictures_with_absolute_addresses(site: Make) -> None:
    made = with_lead(site, picture(2400, 1600, "JPEG"))
    made.build()
    feed = made.page("feed.xml")
    images = re.findall(r"<img [^>]*>", feed)
    assert len(images) == 2 and "srcset" not in feed and "<picture" not in feed
    for image in images:
        assert re.search(r'src="https://example.org/media/world/b-960\.\w+\.jpg"', image)
        assert 'width="960" height="640"' in image


def test_small_picture_is_not_blown_up(site: Make) -> None:
    made = with_lead(site, picture(300, 200, "JPEG"))
    made.build()
    assert sorted(shown(it).size for it in files(made).values()) == [(300, 200), (300, 200)]
    assert {shown(it).format for it in files(made).values()} == {"JPEG", "WEBP"}


@pytest.mark.parametrize("kind", WITH_WORDS)
@pytest.mark.parametrize("orientation", first_of([6, 1]))
def test_place_and_camera_of_a_photograph_reach_no_file(
    site: Make, kind: str, orientation: int
) -> None:
    content = photograph(1100, 700, kind, orientation)
    assert CAMERA_NAME.encode() in content and shown(content).getexif()
    name = {"JPEG": "b.jpg", "PNG": "b.png", "WEBP": "b.webp", "AVIF": "b.avif"}[kind]
    made = with_lead(site, content, name=name)
    made.put(f"content/media/unused-{name}", content).build()
    assert f"media/unused-{name}" in files(made) and len(files(made)) > 5
    for path, it in files(made).items():
        assert CAMERA_NAME.encode() not in it, path
        image = shown(it)
        image.load()
        assert dict(image.getexif()) == {}, path
        assert {"exif", "xmp", "comment", "XML:com.adobe.xmp"}.isdisjoint(image.info), path
        assert (image.width > image.height) == (orientation == 1), path


def test_photograph_is_turned_the_way_it_was_taken(site: Make) -> None:
    upright = drawn(300, 200)
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    made = with_lead(site, encoded(lying, "JPEG", quality=95, exif=exif(6)))
    made.build()
    for it in files(made).values():
        image = shown(it).convert("RGB")
        assert image.size == upright.size
        red, _, _ = image.getpixel((20, 100))  # type: ignore[misc]
        assert red > 200  # the left half
        red, _, _ = image.getpixel((280, 100))  # type: ignore[misc]
        assert red < 50


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_file_that_is_copied_loses_its_words_and_not_a_pixel(kind: str) -> None:
    content = photograph(50, 40, kind)
    bare = stripped(content, kind)
    assert len(bare) < len(content) and CAMERA_NAME.encode() not in bare
    assert shown(bare).tobytes() == shown(content).tobytes()
    assert stripped(bare, kind) == bare


def test_second_image_in_a_cameras_file_is_left_out() -> None:
    content = photograph(50, 40)
    assert stripped(content + photograph(20, 10), "JPEG") == stripped(content, "JPEG")


def test_animation_goes_on_moving_without_its_comment(site: Make) -> None:
    frames = [drawn(40 + 0 * n, 30).rotate(90 * n) for n in range(3)]
    content = encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], loop=0, comment=b"by Eve"
    )
    made = with_lead(site, content, name="b.gif")
    made.build()
    (moving,) = files(made).values()
    assert b"by Eve" in content and b"by Eve" not in moving
    assert getattr(shown(moving), "n_frames", 1) == 3 and shown(moving).info["loop"] == 0
    page = made.page("2021/05/one.html")
    assert "srcset" not in page and 'width="40" height="30"' in page


def test_transparency_survives_in_every_size(site: Make) -> None:
    made = with_lead(site, picture(1200, 800, "PNG", "RGBA"), name="b.png")
    made.build()
    for it in files(made).values():
        image = shown(it).convert("RGBA")
        assert image.getpixel((image.width - 10, 10))[3] == 0  # type: ignore[index]
        assert image.getpixel((10, 10))[3] == 255  # type: ignore[index]


def test_picture_in_another_colour_space_is_brought_to_srgb(site: Make) -> None:
    red = Image.new("RGB", (1000, 600), (255, 0, 0))
    profile = profile_with_red_and_green_exchanged()
    made = with_lead(site, encoded(red, "JPEG", icc_profile=profile, quality=95))
    made.put("content/media/print.jpg", encoded(red.convert("CMYK"), "JPEG"))
    made.put("content/media/broken.jpg", encoded(red, "JPEG", icc_profile=b"no profile")).build()
    sizes = {path: shown(it) for path, it in files(made).items() if re.search(r"-\d+\.", path)}
    assert len(sizes) == 12
    for path, image in sizes.items():
        assert "icc_profile" not in image.info and image.mode == "RGB"
        first, second, _ = image.getpixel((100, 100))  # type: ignore[misc]
        assert (second > 240 > 40 > first) if "/world/b" in path else (first > 240 > 40 > second)


def test_drawing_of_few_colours_stays_sharp(site: Make) -> None:
    chart = Image.new("P", (400, 300))
    chart.putpalette([255, 255, 255, 20, 20, 20, 120, 30, 30])
    chart.paste(1, (50, 50, 90, 250))
    chart.paste(2, (150, 20, 190, 250))
    made = with_lead(site, encoded(chart, "PNG"), name="b.png")
    made.build()
    (webp,) = (it for path, it in files(made).items() if path.endswith(".webp"))
    assert shown(webp).convert("RGB").tobytes() == chart.convert("RGB").tobytes()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as this."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(it)) + name + it + struct.pack(">I", zlib.crc32(name + it))
        for name, it in chunks
    )


def test_every_broken_or_dangerous_picture_is_a_problem_and_all_are_told_at_once(
    site: Make,
) -> None:
    made = with_lead(site, picture(100, 80, "JPEG")[:-300])
    made.put("content/media/empty.png", b"").put("content/media/words.gif", b"GIF of words")
    made.put("content/media/bomb.png", bomb(60_000, 60_000))
    made.put("content/media/large.png", bomb(MOST_PIXELS // 5000 + 1, 5000))
    made.put("content/media/cut.png", picture(90, 70)[:-40])
    made.put("content/media/post.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    problems = said(made)
    assert len(problems) == 7
    assert [it.split(": ")[0].rpartition("/")[2] for it in problems] == [
        "bomb.png", "cut.png", "empty.png", "large.png", "post.jpg", "words.gif", "b.jpg",
    ]  # fmt: skip
    assert "is too large: more than 50 million pixels" in problems[0]
    assert "is too large: more than 50 million pixels" in problems[3]
    assert "is not a picture, whatever its name says" in problems[2]
    assert not (made.public / "index.html").exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_no_damage_to_a_picture_is_a_fault_of_ours(kind: str) -> None:
    suffix = {"JPEG": "jpg"}.get(kind, kind.casefold())
    content = photograph(60, 40, kind) if kind != "GIF" else picture(60, 40, "GIF")
    for at in range(0, len(content), max(1, len(content) // 60)):
        for damaged in (content[:at], content[:at] + b"\xff\x00\xff" + content[at + 3 :]):
            reading = read_picture(ContentFile(f"content/a.{suffix}", damaged))
            assert bool(reading.picture) != bool(reading.problems)


def test_picture_named_as_another_kind_is_shown_and_told(site: Make) -> None:
    made = with_lead(site, picture(1000, 700, "PNG"))
    (warning,) = (it for it in made.build().warnings if it.path.endswith("b.jpg"))
    assert warning.text.startswith("is named as JPEG and is PNG")
    assert warning.hint == "name it content/world/b.png"
    assert any(re.fullmatch(r"media/world/b-960\.\w+\.png", path) for path in files(made))


def test_lead_that_is_no_picture_is_a_problem(site: Make) -> None:
    made = with_lead(site, b"%PDF-1.4", name="b.pdf")
    assert "the image b.pdf is not a picture" in said(made)[0]


def test_pictures_are_made_again_only_when_they_or_their_settings_change(site: Make) -> None:
    made = with_lead(site, picture(1000, 600, "JPEG"))
    made.put("content/media/other.jpg", picture(700, 500, "JPEG")).build()
    before = mtimes(made.public / "media")
    made.write("-- content/world/two.md --\n" + article("Two", "2021-05-02")).build()
    assert mtimes(made.public / "media") == before
    made.put("content/media/other.jpg", picture(700, 400, "JPEG")).build()
    after = mtimes(made.public / "media")
    assert {path for path in before if after.get(path) == before[path]} == {
        path for path in before if path.startswith("world/")
    }
    made.write(f"-- site.yaml --\n{SITE_YAML}images: {{quality: 60, widths: [500]}}\n").build()
    assert sum(path.endswith(".webp") for path in files(made)) == 2
    clean = made.root / "clean"
    made.build(output=clean)
    assert tree(clean) == made.tree()


def test_pictures_are_the_same_with_one_worker_and_with_many(site: Make) -> None:
    made = with_lead(site, picture(1500, 900, "JPEG"))
    for number in range(4):
        made.put(f"content/media/{number}.png", picture(600 + number, 400))
    made.build(workers=1)
    one = made.tree()
    other = made.root / "other"
    made.build(output=other, workers=3)
    assert tree(other) == one


def test_widths_of_the_settings_are_the_sizes_that_are_made(site: Make) -> None:
    made = with_lead(site, picture(1000, 600, "JPEG"), "images: {widths: []}")
    made.build()
    assert not any(path.endswith(".webp") for path in files(made))
    assert "<source" not in made.page("2021/05/one.html")


def test_names_that_differ_in_their_ending_alone_do_not_clash(site: Make) -> None:
    content = picture(1000, 600, "JPEG")
    made = with_lead(site, content).put("content/world/b.jpeg", content)
    made.put("content/world/b.png", picture(1000, 600)).build()
    assert len(files(made)) == 3 * 5


def test_size_that_the_author_wrote_is_kept(site: Make) -> None:
    text = article("One", "2021-05-01", body='<img src="b.png" alt="x" width="20" height="15">')
    made = site(f"-- content/one.md --\n{text}").put("content/b.png", picture(80, 60))
    made.build()
    (image,) = found(made.page("2021/05/one.html"), "//picture//img")
    assert (image.get("width"), image.get("height")) == ("20", "15")


def test_build_that_remembers_its_pictures_never_loads_pillow(site: Make) -> None:
    made = with_lead(site, picture(1000, 600, "JPEG"))
    made.build()
    made.write(f"-- content/world/two.md --\n{article('Two', '2021-05-02')}")
    code = (
        "import sys; from broadsheet.cli import main\n"
        f"main(['build', '--site', {str(made.root)!r}], standalone_mode=False)\n"
        "assert 'PIL' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert "b-960" in made.page("2021/05/one.html")
    assert (made.public / "2021/05/two.html").is_file()
