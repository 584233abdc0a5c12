"""Pictures that posts show on the web come to the new site, each once; what is no picture stays
where it is, by name."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from broadsheet.builds import Progress
from broadsheet.exports.feed import read_feed
from broadsheet.exports.posts import Export, Post, SiteFacts, StaticFile
from broadsheet.fetching.client import Client, Guard, Limits
from broadsheet.importing.account import Account, report
from broadsheet.importing.importer import ImportOptions, import_site
from broadsheet.importing.picture_fetching import (
    KEPT,
    Clients,
    NoPicture,
    Show,
    bring_pictures,
    clients_of,
    kind_of_picture,
)
from broadsheet.importing.record import read_record
from tests.fetching.serving import Reply, Web, page, raw, redirect, web
from tests.importing.old_sites import article, as_of, built, said_of
from tests.pictures import picture
from tests.sites import tree

PNG, JPEG, WIDE = picture(30, 20), picture(30, 20, "JPEG"), picture(600, 400, "JPEG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ITEM = """<item><title>{0}</title><link>{1}/2026/01/{0}/</link><guid>{0}</guid>
<pubDate>Sat, 31 Jan 2026 09:15:00 +0100</pubDate><description><![CDATA[{2}]]></description></item>
"""


def image(reply: bytes = PNG, kind: str = "image/png") -> Reply:
    """The reply of a host that shows a picture."""
    return page(reply, headers={"Content-Type": kind})


@pytest.fixture
def old() -> Iterator[Web]:
    with web({}) as server:
        yield server


class Move:
    """An old site on a server of this machine, moved into the site at `root` again and again."""

    def __init__(self, server: Web, folder: Path) -> None:
        self.server, self.folder, self.root = server, folder, folder / "site"

    def posts(self, **html: str) -> None:
        """Publish these posts, and no others."""
        url = self.server.url("")
        items = "".join(ITEM.format(name, url, text) for name, text in html.items())
        text = f'<rss version="2.0"><channel><title>River</title><link>{url}/</link>'
        (self.folder / "feed.xml").write_text(f"{text}{items}</channel></rss>", "utf-8")

    def run(self, fetches: bool = True, show: Show = lambda it, count: it) -> Account:
        """Import what is published."""
        source = str(self.folder / "feed.xml")
        guard = Guard(frozenset([self.server.port]))
        limits = Limits(bytes=100_000, seconds=5.0)
        with Client("Broadsheet/test", guard=guard, limits=limits, pace=0) as client:
            clients = Clients(client, client) if fetches else None
            record = read_record(self.root)
            export = bring_pictures(read_feed(source), self.root, record, "feed", clients, show)
            options = ImportOptions("feed", source, self.root, as_of, workers=1)
            done = import_site(options, export, Progress())
        assert done.problems == ()
        return done.account

    def media(self) -> Mapping[str, bytes]:
        """The files in `content/media/`, by their paths there."""
        folder = self.root / "content/media"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files(folder)}


def files(folder: Path) -> list[Path]:
    """All files in a folder."""
    return [it for it in sorted(folder.rglob("*")) if it.is_file()]


@pytest.fixture
def move(old: Web, tmp_path: Path) -> Move:
    return Move(old, tmp_path)


def test_picture_comes_to_the_site_once_and_each_post_shows_it(move: Move, old: Web) -> None:
    old.replies |= {"/up/a.png": image(), "/up/b.jpg": image(JPEG)}
    move.posts(
        one=f'<img src="{old.url("/up/a.png")}" alt="A"> <img src="/up/b.jpg#top">',
        two=f'<p><img src="/up/a.png"> <a href="{old.url("/up/a.png")}">large</a></p>',
    )
    move.run()
    assert move.media() == {"up/a.png": PNG, "up/b.jpg": JPEG}
    assert sorted(old.asked()) == ["GET /up/a.png", "GET /up/b.jpg"]
    assert "![A](/up/a.png)" in article(move.root, "2026-01-31-one.md")
    assert "![](/up/a.png) [large](/up/a.png)" in article(move.root, "2026-01-31-two.md")
    built(move.root)


def test_picture_in_full_size_that_a_post_only_links_to_comes_too(move: Move, old: Web) -> None:
    old.replies |= {"/up/whole.jpg": image(JPEG)}
    move.posts(
        one=f'<p><a href="{old.url("/up/whole.jpg")}">in full size</a> <a href="/x.jpg">x</a></p>'
    )
    account = move.run()
    assert move.media() == {"up/whole.jpg": JPEG}
    assert "[in full size](/up/whole.jpg)" in article(move.root, "2026-01-31-one.md")
    assert "the server answers 404 (it is in one)" in said_of(account, old.url("/x.jpg"))


def test_picture_named_without_a_host_comes_if_the_old_site_is_named(
    old: Web, tmp_path: Path
) -> None:
    old.replies |= {"/content/images/a.png": image(), "/content/images/main.png": image()}
    body = "![A](/content/images/a.png) ![B](/content/images/b.png)"
    post = Post("one", "One", body, image="/content/images/main.png")
    with Client("T/1", guard=Guard(frozenset([old.port])), pace=0) as client:
        clients = Clients(client, client)
        lost = fetched(Export((post,)), tmp_path, clients)
        found = fetched(Export((post,), site=SiteFacts(url=old.url())), tmp_path, clients)
    assert lost.files == () and found.left_out[0].origin == old.url("/content/images/b.png")
    assert "where is /content/images/a.png? Name the old site with --old-site" in lost.remarks[0]
    assert [it.address for it in found.files] == [
        "/content/images/a.png",
        "/content/images/main.png",
    ]
    assert found.remarks == ()


def fetched(export: Export, root: Path, clients: Clients) -> Export:
    """A Ghost export with its pictures."""
    return bring_pictures(export, root, read_record(root), "ghost", clients, lambda it, count: it)


def test_second_import_fetches_nothing_again_and_changes_nothing(move: Move, old: Web) -> None:
    old.replies |= {"/a.png": image()}
    move.posts(one='<img src="/a.png">')
    move.run()
    before = tree(move.root)
    old.replies.clear()
    move.run()
    move.run(fetches=False)
    assert tree(move.root) == before and old.asked() == ["GET /a.png"]


def test_picture_that_the_curator_edited_or_deleted_is_respected(move: Move, old: Web) -> None:
    old.replies |= {"/a.png": image(), "/b.png": image()}
    move.posts(one='<img src="/a.png"><img src="/b.png">')
    move.run()
    mine = picture(10, 10)
    (move.root / "content/media/a.png").write_bytes(mine)
    (move.root / "content/media/b.png").unlink()
    move.run()
    assert move.media() == {"a.png": mine, "b.png": PNG}


def test_picture_of_the_curator_with_that_name_is_not_overwritten(move: Move, old: Web) -> None:
    old.replies |= {"/a.png": image(), "/b.png": image()}
    move.posts(one='<img src="/b.png">')
    move.run()
    (move.root / "content/media/a.png").write_bytes(JPEG)
    move.posts(one='<img src="/b.png">', two='<img src="/a.png">')
    for _ in range(2):
        move.run()
        assert move.media() == {"a.png": JPEG, "a-2.png": PNG, "b.png": PNG}


def test_interrupted_import_keeps_what_came_and_the_next_goes_on(move: Move, old: Web) -> None:
    old.replies |= {f"/{name}.png": image() for name in "abc"}
    move.posts(one="".join(f'<img src="/{name}.png">' for name in "abc"))

    def stop_at_third(addresses: Iterable[str], count: int) -> Iterator[str]:
        for place, address in enumerate(addresses):
            if place == 2:
                raise KeyboardInterrupt
            yield address

    with pytest.raises(KeyboardInterrupt):
        move.run(show=stop_at_third)
    assert len(files(move.root / KEPT)) == 2
    move.run()
    assert old.asked() == ["GET /a.png", "GET /b.png", "GET /c.png"]
    assert set(move.media()) == {"a.png", "b.png", "c.png"}


def test_what_is_no_picture_stays_a_link_and_is_named(move: Move, old: Web) -> None:
    old.replies |= {
        "/page.jpg": page("<!doctype html><script>alert(1)</script>"),
        "/drawing.png": image(SVG),
        "/huge.jpg": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n", b"x" * 65536, 4),
        "/endless.jpg": raw(b"HTTP/1.1 200 OK\r\n\r\n", JPEG * 500, 100),
        "/inner.png": redirect("http://169.254.169.254/latest/"),
        "/file.png": redirect("file:///etc/passwd"),
        "/cut.jpg": image(WIDE[: len(WIDE) * 3 // 4]),
        "/talk.mp3": page(b"ID3"),
        "/ok.png": image(),
    }
    names = [*(path for path in old.replies if path != "/talk.mp3"), "/gone.png"]
    shown = "".join(f'<img src="{name}">' for name in names)
    move.posts(one=f'{shown}<audio src="/talk.mp3"></audio>')
    account = move.run()
    assert set(move.media()) == {"ok.png"}
    for path, why in {
        "/page.jpg": "the server sends a page in its place",
        "/drawing.png": "an SVG, which can hold script",
        "/huge.jpg": "100 kB", "/endless.jpg": "100 kB",
        "/inner.png": "leads into a private network",
        "/file.png": "only addresses that start with http",
        "/cut.jpg": "damaged picture",
        "/gone.png": "the server answers 404",
        "/talk.mp3": "is no picture is not fetched",
    }.items():  # fmt: skip
        assert why in said_of(account, old.url(path)), path
    assert f"![]({old.url('/gone.png')})" in article(move.root, "2026-01-31-one.md")
    assert "/talk.mp3" not in "".join(old.asked())
    built(move.root)


def test_host_that_gives_no_answer_is_left_alone(move: Move, old: Web) -> None:
    old.replies |= {f"/{at}.png": raw(b"") for at in range(6)}
    move.posts(one="".join(f'<img src="/{at}.png">' for at in range(6)))
    account = move.run()
    assert len(set(old.asked())) == 3
    assert "gave no answer 3 times" in said_of(account, old.url("/5.png"))


def test_post_that_is_named_as_a_picture_keeps_its_own_file(move: Move, old: Web) -> None:
    old.replies |= {"/a.png": image()}
    move.posts(one='<img src="/a.png">')
    feed = move.folder / "feed.xml"
    feed.write_text(feed.read_text().replace("<guid>one<", f"<guid>{old.url('/a.png')}<"))
    for _ in range(2):
        move.run()
        assert move.media() == {"a.png": PNG}
        assert "![](/a.png)" in article(move.root, "2026-01-31-one.md")


def test_host_is_obeyed_that_wants_no_programs(move: Move, old: Web) -> None:
    old.replies |= {"/robots.txt": page("User-agent: *\nDisallow: /up/"), "/up/a.png": image()}
    move.posts(one='<img src="/up/a.png">')
    account = move.run()
    assert old.asked() == [] and move.media() == {}
    assert "robots.txt asks programs not" in said_of(account, old.url("/up/a.png"))


def test_names_never_lead_out_of_the_folder_of_media(move: Move, old: Web) -> None:
    names = [
        "/..%2f..%2f..%2fevil.png",
        "/up/%2e%2e/%2e%2e/x.png",
        "/con.png",
        "/a%00b%5c..%5cc.png",
    ]
    old.replies |= {name: image() for name in names} | {"/image": image()}
    shown = "".join(
        f'<img src="{old.url(name)}">' for name in [*names, "/image?id=1", "/image?id=2"]
    )
    move.posts(one=shown)
    move.run()
    places = {move.root / "content/media", move.root / KEPT}
    pictures = [it for it in files(move.folder) if it.suffix == ".png"]
    assert all(any(it.is_relative_to(place) for place in places) for it in pictures)
    assert "evil.png" in move.media() and "x-con.png" in move.media()
    assert sum(name.startswith("image-") for name in move.media()) == 2
    built(move.root)


def test_post_that_the_curator_deleted_brings_no_pictures(move: Move, old: Web) -> None:
    move.posts(one="Text")
    move.run()
    (move.root / "content/news/2026-01-31-one.md").unlink()
    old.replies |= {"/a.png": image()}
    move.posts(one='<img src="/a.png">')
    move.run()
    assert old.asked() == [] and move.media() == {}


def test_without_media_pictures_stay_on_the_web_and_that_is_said(move: Move, old: Web) -> None:
    move.posts(one='<img src="/a.png">')
    account = move.run(fetches=False)
    assert "pictures that are only on the web: 1; --media fetches them" in report(account)
    assert old.seen == []


def test_pictures_in_private_networks_are_refused_by_the_real_clients(tmp_path: Path) -> None:
    clients = clients_of("https://river.example/", {})
    move = Move(Web(port=9), tmp_path)
    move.posts(one='<img src="http://10.0.0.1/a.png">')
    export = bring_pictures(
        read_feed(str(tmp_path / "feed.xml")), tmp_path, read_record(tmp_path), "feed", clients,
        lambda it, count: it,
    )  # fmt: skip
    assert [it.why for it in export.left_out if "private network" in it.why]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_kind_of_a_picture_is_read_from_its_bytes(kind: str) -> None:
    assert kind_of_picture(picture(30, 20, kind)) == kind


@pytest.mark.parametrize("content", [b"", b"GIF89a", SVG, b"\xff\xd8\xff", b"BM" + b"\0" * 60])
def test_other_bytes_are_no_picture(content: bytes) -> None:
    with pytest.raises(NoPicture):
        kind_of_picture(content)


def test_folder_of_a_site_below_a_path_has_its_own_pictures(tmp_path: Path) -> None:
    post = Post("one", "One", "![A](/blog/img/a.png) [B](/blog/img/b.png)", addresses=("/one/",))
    export = Export(
        (post,), files=(StaticFile("img/a.png", "/img/a.png"),),
        site=SiteFacts(url="https://river.example/blog/"),
    )  # fmt: skip
    made = bring_pictures(
        export, tmp_path, read_record(tmp_path), "jekyll", None, lambda it, count: it
    )
    assert made.posts == export.posts and made.files == export.files
    assert made.remarks == ("pictures that are only on the web: 1; --media fetches them",)
