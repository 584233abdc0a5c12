"""The lowest versions of its dependencies that Broadsheet allows, as constraints for pip."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def lowest(requirements: list[str]) -> Iterator[str]:
    """`name==1.2` for each `name>=1.2,<3`."""
    for requirement in requirements:
        name, version = re.fullmatch(r"([\w-]+)>=([\w.]+).*", requirement, re.DOTALL).groups()  # type: ignore[union-attr]
        yield f"{name}=={version}"


if __name__ == "__main__":
    with PYPROJECT.open("rb") as file:
        print("\n".join(lowest(tomllib.load(file)["project"]["dependencies"])))
