"""What happens to a site before it is built and measured."""

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.peers import Peer

Story = Callable[[Peer, int], None]


def from_nothing(peer: Peer, run: int) -> None:
    """Nothing of an earlier build is left."""
    peer.forget()


def nothing_changed(peer: Peer, run: int) -> None:
    """The site is as it was built."""


def one_body_edited(peer: Peer, run: int) -> None:
    """A sentence is added to one article."""
    path = _newest(peer)
    path.write_text(f"{path.read_text('utf-8')}\nEdited in run {run}.\n", "utf-8")


def one_article_added(peer: Peer, run: int) -> None:
    """A copy of an article comes under another name."""
    path = _newest(peer)
    name = path.name.replace(".md", f"-added-{run}.md")
    text = path.read_text("utf-8")
    for line in text.splitlines():
        if line.casefold().startswith(("slug:", "permalink:")):
            end = '.html"' if line.startswith("permalink") else '"' if line.endswith('"') else ""
            renamed = f"{line.removesuffix(end)}-added-{run}{end}"
            text = text.replace(line, renamed, 1)
    path.with_name(name).write_text(text, "utf-8")


def one_tag_renamed(peer: Peer, run: int) -> None:
    """A tag that several articles have gets another name in all of them."""
    old, new = (
        ("Tumbleweed", f"Rolling{run}") if run == 0 else (f"Rolling{run - 1}", f"Rolling{run}")
    )
    for path in peer.articles():
        text = path.read_text("utf-8")
        head, mark, rest = text.partition("\n\n" if peer.name == "Pelican" else "\n---\n")
        if old in head:
            path.write_text(head.replace(old, new) + mark + rest, "utf-8")


def base_template_edited(peer: Peer, run: int) -> None:
    """A comment is added to the template that every page is made with."""
    path = peer.site / peer.base
    path.write_text(path.read_text("utf-8").replace("</body>", f"<!-- {run} --></body>"), "utf-8")


STORIES: Mapping[str, Story] = {
    "from nothing": from_nothing,
    "nothing changed": nothing_changed,
    "one body edited": one_body_edited,
    "one article added": one_article_added,
    "one tag renamed": one_tag_renamed,
    "base template edited": base_template_edited,
}


def _newest(peer: Peer) -> Path:
    """An article in the middle of the corpus, the same for every peer."""
    articles = [path for path in peer.articles() if "-added-" not in path.name]
    return articles[len(articles) // 2]
