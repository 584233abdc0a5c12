"""Findings as a person, a program or GitHub reads them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from broadsheet.checking.findings import Finding, Level
from broadsheet.problems import listed

LEVELS: tuple[Level, ...] = ("problem", "warning", "note")
COMMANDS: Mapping[Level, str] = {"problem": "error", "warning": "warning", "note": "notice"}
VERSION = 1  # of the JSON document


def text_lines(findings: Sequence[Finding], texts: int, is_whole: bool) -> Iterator[str]:
    """Findings for a person, file by file, and how many there are in how many texts.

    Without `is_whole`, files could not be read, and then no more was looked at.
    """
    for _, of_file in groupby(findings, key=lambda it: it.problem.path):
        for finding in of_file:
            problem = finding.problem
            level = "" if finding.level == "warning" else f"{finding.level}: "
            yield f"{problem.place}: {level}{problem.text} [{finding.check}]"
            yield from (f"    {line}" for line in problem.hint.splitlines())
        yield ""
    by_check = Counter(finding.check for finding in findings).most_common()
    if len(by_check) > 1:
        yield f"by check: {listed([f'{count:,} {name}' for name, count in by_check])}"
    if not is_whole:
        yield "the other checks wait until these problems are corrected"
    yield summary(findings, texts)


def summary(findings: Sequence[Finding], texts: int) -> str:
    """How many findings there are, in one line."""
    counts = Counter(finding.level for finding in findings)
    told = [_counted(counts[level], level) for level in LEVELS if counts[level]]
    files = _counted(len({it.problem.path for it in findings}), "file")
    found = f"{listed(told)} in {files}" if told else "nothing found"
    return f"{found}; {_counted(texts, 'text')} checked"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def json_lines(findings: Sequence[Finding], texts: int) -> Iterator[str]:
    """Findings as one JSON document: a list with the place of each, and how many there are."""
    counts = Counter(finding.level for finding in findings)
    document = {
        "version": VERSION,
        "findings": [_entry(finding) for finding in findings],
        "counts": {level: counts[level] for level in LEVELS},
        "texts": texts,
    }
    yield json.dumps(document, ensure_ascii=False, indent=2)


def _entry(finding: Finding) -> dict[str, str | int]:
    problem = finding.problem
    return {
        "path": problem.path,
        "line": problem.line,
        "check": finding.check,
        "level": finding.level,
        "text": problem.text,
        "hint": problem.hint,
    }


def github_lines(findings: Sequence[Finding], folder: str) -> Iterator[str]:
    """Findings as workflow commands, which GitHub shows beside the lines of a pull request.

    `folder` is the site's folder, relative to the repository; empty if they are the same.
    """
    for finding in findings:
        problem = finding.problem
        path = f"{folder}/{problem.path}" if folder else problem.path
        properties = [f"file={_property(path)}"]
        properties += [f"line={problem.line}"] if problem.line else []
        properties += [f"title={_property(finding.check)}"]
        said = _data("\n".join(filter(None, (problem.text, problem.hint))))
        yield f"::{COMMANDS[finding.level]} {','.join(properties)}::{said}"


def _data(text: str) -> str:
    """A text as a workflow command may hold it: in GitHub's toolkit, `escapeData`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A text as a property of a workflow command: in GitHub's toolkit, `escapeProperty`."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
