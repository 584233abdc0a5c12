import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from broadsheet.commands.site_options import moment_reader
from broadsheet.preview.changes import LiveOptions
from broadsheet.preview.marking import without_preview
from broadsheet.preview.server import application
from broadsheet.preview.session import Session
from tests.serving import LONGEST, Serving, ask, serving
from tests.sites import SITE_YAML, Site, article, make_site

SITE = f"""
-- content/world/2021-08-15-kabul.md --
{article("Kabul falls", "2021-08-15", body="First words.")}
-- content/world/2021-08-16-plan.md --
{article("A plan", "2021-08-16", "draft: true")}
-- content/world/2999-08-16-later.md --
{article("Later", "2999-08-16")}
-- content/site-root/film.mp4 --
0123456789
"""
KABUL = "2021/08/kabul.html"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Serving]]:
    """A site that is served, for tests that do not change it."""
    site = make_site(tmp_path_factory.mktemp("served") / "site", SITE)
    with serving(site.root) as served:
        yield site, served


@pytest.fixture
def get(preview: tuple[Site, Serving]) -> Iterator[Callable[..., httpx2.Response]]:
    """Asks for an address of that site."""
    with httpx2.Client(base_url=preview[1].address, timeout=LONGEST) as client:
        yield lambda path, **headers: client.get(
            path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


Get = Callable[..., httpx2.Response]


def test_every_page_is_what_a_build_writes_but_for_what_is_added(
    preview: tuple[Site, Serving], get: Get, tmp_path: Path
) -> None:
    site, _ = preview
    command = ["build", "--site", str(site.root), "--drafts", "--future", "--quiet"]
    built = tmp_path / "built"
    _run(*command, "--output", str(built))
    files = site.tree(built)
    assert len(files) > 20
    for path, content in files.items():
        served = get(f"/{path}").content
        assert without_preview(served) == content, path
        assert (served != content) == path.endswith(".html"), path


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "broadsheet", *arguments], check=True)


def test_nothing_is_written_to_public(preview: tuple[Site, Serving], get: Get) -> None:
    assert get("/").status_code == 200
    assert not preview[0].public.exists()


def test_folder_shows_its_index(get: Get) -> None:
    assert get("/").content == get("/index.html").content


def test_unknown_address_shows_the_404_page_with_its_status(get: Get) -> None:
    lost = get("/2021/08/nothing.html")
    assert lost.status_code == 404
    assert "Page not found" in lost.text


def test_page_is_sent_once_while_it_stays_the_same(get: Get) -> None:
    tag = get(f"/{KABUL}").headers["etag"]
    again = get(f"/{KABUL}", if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")


def test_text_is_compressed_and_pictures_come_in_parts(get: Get) -> None:
    assert get(f"/{KABUL}").headers["content-encoding"] == "gzip"
    part = get("/film.mp4", range="bytes=3-5")
    assert (part.status_code, part.content) == (206, b"345")
    assert part.headers["content-type"] == "video/mp4"


def test_file_has_its_type(get: Get) -> None:
    assert get(f"/{KABUL}").headers["content-type"] == "text/html; charset=utf-8"
    assert get("/feed.xml").headers["content-type"] == "application/xml; charset=utf-8"


def test_unpublished_pages_are_marked_and_others_are_not(get: Get) -> None:
    assert b'data-unpublished="draft"' in get("/2021/08/plan.html").content
    assert b"data-unpublished=" in get("/2999/08/later.html").content
    assert b"data-unpublished=" not in get(f"/{KABUL}").content
    unpublished = {"/2021/08/plan.html": "draft", "/2999/08/later.html": "in the future"}
    told = get("/-/unpublished").json()
    assert {path: why for path, why in told.items() if "/lite/" not in path} == unpublished


def test_another_sites_name_is_refused(get: Get) -> None:
    refused = get("/", host="evil.example")
    assert refused.status_code == 403 and "Kabul" not in refused.text
    assert get("/-/events", host="evil.example").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/%2e%2e/site.yaml", "/..%2fsite.yaml", "/..%5csite.yaml", "/static/%2e%2e/%2e%2e/site.yaml"]
    + ["/%00", "/.broadsheet/store.sqlite", "/site.yaml", "//etc/passwd", "/-/../site.yaml"]
    + ["/-/secret", "/%ff.html"],
)
def test_no_address_leads_out_of_the_site(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "timezone" not in answer.text


def test_only_reading_is_allowed(preview: tuple[Site, Serving]) -> None:
    assert ask(preview[1].address, "POST").status_code == 405
    assert ask(f"{preview[1].address}{KABUL}", "DELETE").status_code == 405
    head = ask(f"{preview[1].address}{KABUL}", "HEAD")
    assert (head.status_code, head.content) == (200, b"")


def test_edit_is_shown_and_told_in_one_line(site: Callable[[str], Site]) -> None:
    edited = site(SITE)
    with serving(edited.root) as served:
        assert "First words." in ask(served.address + KABUL).text
        told, number = "", 0
        # In its first second a preview looks at all files as well, and then it names none.
        while not told.startswith("content/world/2021-08-15-kabul.md: "):
            number += 1
            text = article("Kabul falls", "2021-08-15", body=f"Words {number}.")
            edited.write(f"-- content/world/2021-08-15-kabul.md --\n{text}")
            told = served.wait_for(" ms")
        assert f"Words {number}." in ask(served.address + KABUL).text


def test_thousand_files_of_a_branch_switch_are_few_changes(site: Callable[[str], Site]) -> None:
    edited = site(SITE)
    with serving(edited.root) as served:
        for number in range(1_000):
            text = article(f"Number {number}", "2021-08-17", body="New.")
            (edited.root / f"content/world/number-{number}.md").write_text(text, "utf-8")
        looks = 0
        while ask(f"{served.address}2021/08/number-999.html").status_code != 200:
            served.wait_for(" ms")
            looks += 1
        assert looks <= 3


def test_site_that_is_broken_at_the_start_is_shown_once_it_is_mended(
    site: Callable[[str], Site],
) -> None:
    broken = site("-- content/world/2021-08-15-kabul.md --\n---\ntitle: [\n---\nText.\n")
    with serving(broken.root) as served:
        served.wait_for("1 problem")
        shown = ask(served.address)
        assert shown.status_code == 503
        assert "content/world/2021-08-15-kabul.md:" in shown.text
        broken.write(SITE)
        served.wait_for(" ms")
        assert ask(served.address).status_code == 200


def test_site_below_a_path_of_its_host_is_whole_at_both_places(
    site: Callable[[str], Site],
) -> None:
    settings = make_site(site(SITE).root, SITE).root / "site.yaml"
    text = settings.read_text("utf-8").replace("example.org/", "example.org/blog/")
    settings.write_text(text, "utf-8")
    with serving(settings.parent) as served:
        assert ask(f"{served.address}blog/{KABUL}").status_code == 200
        assert ask(served.address + KABUL).status_code == 200


def test_mistake_in_a_page_that_nobody_has_open_is_told(site: Callable[[str], Site]) -> None:
    edited = site(SITE)
    with serving(edited.root) as served:
        edited.write(
            "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\ncontract: 1\n"
            "-- themes/own/templates/year.html --\n{{ site.nothing_of_this_name }}\n"
        )
        (edited.root / "site.yaml").write_text(f"{SITE_YAML}theme: own\n", "utf-8")
        served.wait_for("nothing_of_this_name")
        assert ask(served.address).status_code == 200


def test_page_that_was_written_a_moment_ago_is_there(site: Callable[[str], Site]) -> None:
    made = site(SITE)

    async def asked() -> list[int]:
        session = Session(LiveOptions(made.root, moment_reader("2021-09-01"), workers=1), print)
        reached = httpx2.ASGITransport(application(session, "127.0.0.1"))
        async with httpx2.AsyncClient(transport=reached, base_url="http://127.0.0.1") as client:
            await session.look(None)
            news = article("News", "2021-08-20", body="A text.")
            made.write(f"-- content/world/2021-08-20-news.md --\n{news}")  # and nobody looks
            found = [
                (await client.get("/2021/08/news.html", headers={"Sec-Fetch-Dest": it})).status_code
                for it in ("image", "iframe", "document", "image")
            ]
            lost = await client.get("/no.html", headers={"Sec-Fetch-Dest": "document"})
        await session.end()
        return [*found, lost.status_code]

    assert asyncio.run(asked()) == [404, 200, 200, 200, 404]
