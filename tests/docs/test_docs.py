"""The documents say what the code does, their links lead somewhere, and their commands work."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest

from broadsheet.content import feed_settings, front_matter, notes, settings
from broadsheet.content.fields import Place, read_fields
from broadsheet.content.settings import UTC, read_settings
from broadsheet.problems import ProblemLog
from broadsheet.urls import slugify
from docs.reference import PART, PARTS, documents, keys_within, renewed

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```", re.DOTALL | re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s]+)\)")
GIT_PERSON = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
}
NOTES_WITH = {"spellings": "sources", "order:": "editions"}  # keys of examples that are notes
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def test_made_parts_are_what_the_code_says(accept: bool) -> None:
    for path in documents():
        text = path.read_text("utf-8")
        now = renewed(text)
        if accept:
            path.write_text(now, "utf-8", newline="\n")
        told = f"{path.name}: run `make docs`, or pytest with --accept, and read the difference"
        assert now == path.read_text("utf-8"), told


def test_every_made_part_stands_in_a_document() -> None:
    found = [name for path in documents() for _, name, _ in PART.findall(path.read_text("utf-8"))]
    assert sorted(found) == sorted(PARTS)


def test_keys_within_a_key_are_found() -> None:
    assert keys_within(front_matter.FIELDS["sources"].read) == front_matter.SOURCE
    assert keys_within(settings.FIELDS["feeds"].read) == feed_settings.FEEDS
    assert keys_within(settings.FIELDS["title"].read) == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    broken = [
        link
        for link in LINK.findall(CODE.sub("", path.read_text("utf-8")))
        if not re.match(r"[a-z]+:", link) and not leads_somewhere(path, link)
    ]
    assert broken == []


def leads_somewhere(path: Path, link: str) -> bool:
    """Whether a link in a document names a file that is there, and a heading in it."""
    name, _, anchor = link.partition("#")
    target = path.parent / name if name else path
    if not target.exists() or not anchor:
        return target.exists()
    return anchor in {slugify(it) for it in HEADING.findall(target.read_text("utf-8"))}


def test_every_page_of_the_documentation_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [path.name for path in DOCUMENTS if path.name not in readme]
    assert [name for name in missing if name != "README.md"] == []


def test_readme_is_short() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len([line for line in lines if not re.match(r"\| \d+ \|", line)]) <= 150


def test_make_has_the_targets_that_documents_name() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    texts = [path.read_text("utf-8") for path in DOCUMENTS]
    named = {it for text in texts for it in re.findall(r"`make ([\w-]+)`", text)}
    named |= {
        target
        for text in texts
        for _, _, block in BLOCK.findall(text)
        for target in re.findall(r"^make ([\w-]+)", block, re.MULTILINE)
    }
    heads = re.findall(r"^([\w. -]+):(?!=)", makefile, re.MULTILINE)
    assert sorted(named - {it for head in heads for it in head.split()}) == []


def test_architecture_names_what_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    names = re.findall(r"`((?:[a-z_]+\.)+)(\w+)`", CODE_BLOCK.sub("", text))
    named = [(ROOT / "broadsheet" / it.replace(".", "/")[:-1], name) for it, name in names]
    inside = [(path.with_suffix(".py"), name) for path, name in named if path.parent.is_dir()]
    known = [(path, name) for path, name in inside if path.is_file() and name != "py"]
    assert len(known) > 20
    missing = [
        f"{path.stem}.{name}"
        for path, name in known
        if not re.search(
            rf"^(?:class|(?:    )?(?:async )?def) {name}\b", path.read_text(), re.MULTILINE
        )
    ]
    files = re.findall(r"`([\w/]+\.(?:py|html))`", text)
    places = [ROOT, ROOT / "broadsheet", ROOT / "themes/broadsheet/templates"]
    missing += [it for it in files if not any((place / it).is_file() for place in places)]
    assert missing == []


def test_examples_of_settings_are_right() -> None:
    examples = yaml_examples("settings.md")
    for example in examples:
        whole = example if "title: My Digest" in example else f"{examples[0]}{example}"
        assert read_settings(whole.encode())[1].problems == [], example


def test_examples_of_front_matter_and_notes_are_right() -> None:
    for example in yaml_examples("writing.md"):
        report = ProblemLog("writing.md")
        value = front_matter.composed(example, report)
        kinds = [notes.FIELDS[kind] for key, kind in NOTES_WITH.items() if key in example]
        fields = next(iter(kinds), front_matter.FIELDS)
        assert value is not None
        read_fields(value, fields, Place("", report, UTC))
        assert report.problems == [], example


def yaml_examples(name: str) -> list[str]:
    """The examples of YAML in a document."""
    text = (ROOT / "docs" / name).read_text("utf-8")
    return [block for language, _, block in BLOCK.findall(text) if language == "yaml"]


@pytest.mark.parametrize("name", ["README.md", "docs/guide.md"])
def test_every_step_works(name: str, tmp_path: Path) -> None:
    """Files are written and commands run in the order of the document, as a reader would."""
    folder, output = tmp_path, ""
    document = (ROOT / name).read_text("utf-8")
    for language, file, text in BLOCK.findall(document):
        if file:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        elif language == "sh":
            for line in commands(text):
                folder, output = run(line, folder, home=tmp_path)
        elif language == "text" and name != "README.md":
            for line in text.splitlines():
                assert line.strip() in output, (
                    f"{line}\nis not in what the command printed:\n{output}"
                )
    made = re.findall(r"`(public/[\w./-]+)`", document)
    assert [path for path in made if not (folder / path).exists()] == []


def commands(text: str) -> Iterator[str]:
    """The commands of a block that can be tried on any machine: those on a site and its files."""
    for line in text.splitlines():
        if line.split()[0] in ("broadsheet", "cd", "git", "rm", "mkdir", "mv"):
            yield line


def run(line: str, folder: Path, home: Path) -> tuple[Path, str]:
    """Run a command in a folder; gives the folder after it, and what it printed.

    A command whose comment says that it fails has to fail; one that goes on until Ctrl+C is ended
    in that way once it has shown the site.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = {**os.environ, **GIT_PERSON, "PATH": path, "HOME": str(home)}
    if line.endswith("Ctrl+C"):
        return folder, shown_until_interrupted(line, folder, surroundings)
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert (done.returncode != 0) == line.endswith("# fails"), f"{line}\n{done.stdout}"
    if line.startswith("cd "):
        folder /= line.split()[1].replace("~", str(home))
    return folder, done.stdout


def shown_until_interrupted(line: str, folder: Path, surroundings: Mapping[str, str]) -> str:
    """Run a command that serves the site at the address that it prints, and interrupt it."""
    with subprocess.Popen(
        ["sh", "-c", f"exec {line}"],
        cwd=folder,
        env={**surroundings, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        output = process.stdout.readline()
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", output)
        with urlopen(address) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        output += process.stdout.read()
    assert process.returncode == 0
    return output
