"""How git is called: so that it speaks English, names the right repository, and shows no secret."""

import re
from collections.abc import Mapping

OF_A_REPOSITORY = (  # set where git itself started us, as in a hook; they name another repository
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE"),
    *("GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS"),
    *("GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_QUARANTINE_PATH"),
    *("GIT_CEILING_DIRECTORIES", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS"),
)
SECRET = re.compile(r"(?<=//)[^/@\s]+@")  # a user and a password in an address
UNSEEN = re.compile(r"[^\n\x20-\x7e\xa0-\U0010ffff]+")


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which git speaks English, and that names no repository."""
    kept = {
        name: value
        for name, value in environment.items()
        if name not in OF_A_REPOSITORY and not name.startswith("GIT_TRACE")
    }
    return {**kept, "LC_ALL": "C.UTF-8", "LANGUAGE": "C", "GIT_NO_REPLACE_OBJECTS": "1"}


def cleaned(text: str) -> str:
    """What git or a server said, without passwords in addresses and without control characters."""
    return UNSEEN.sub(" ", SECRET.sub("…@", text.replace("\r", "\n")))
