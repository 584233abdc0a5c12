"""A new site's first files, so that it builds at once."""

from datetime import date
from pathlib import Path

STARTER = Path(__file__).parent / "starter"
PLACES = {
    "site.yaml": "site.yaml",
    "welcome.md": "content/news/{date}-welcome.md",
    "gitignore": ".gitignore",
}


class FolderTaken(Exception):
    """The folder for the new site holds something already."""


def make_site(folder: Path, today: date) -> list[str]:
    """Write a new site's files into `folder`; returns their paths in it. Raises FolderTaken."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is there already and is not empty; name another folder")
    made = []
    for source, place in PLACES.items():
        path = place.format(date=today.isoformat())
        text = (STARTER / source).read_text("utf-8").replace("{date}", today.isoformat())
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8", newline="\n")
        made.append(path)
    return made
