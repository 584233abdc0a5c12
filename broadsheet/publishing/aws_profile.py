"""Which keys and region the profile of the AWS command line has, where the environment has none."""

from collections.abc import Mapping
from configparser import ConfigParser, Error
from dataclasses import dataclass
from pathlib import Path

from broadsheet.publishing.target import PublishFailed

OWN_WAYS = (  # the environment says where keys are; obstore reads these itself
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
)
ELSEWHERE = ("sso_session", "sso_start_url", "role_arn", "credential_process")


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile: its region, its endpoint, and its keys, each empty where it has none."""

    region: str = ""
    endpoint: str = ""
    key: str = ""
    secret: str = ""
    token: str = ""

    def __repr__(self) -> str:
        """Without the keys, as a trace may show it."""
        return "Profile(...)"


def read_profile(environment: Mapping[str, str], home: Path) -> Profile:
    """The profile that the environment names, else `default`; empty if there is none.

    The files are those of the AWS command line: `~/.aws/credentials` and `~/.aws/config`, or where
    AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE say. Keys in the environment come first. Raises
    PublishFailed.
    """
    chosen = environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE") or ""
    name = chosen or "default"
    keys = _section(environment, "AWS_SHARED_CREDENTIALS_FILE", home / ".aws/credentials", [name])
    sections = [name] if name == "default" else [f"profile {name}"]
    config = _section(environment, "AWS_CONFIG_FILE", home / ".aws/config", sections)
    has_own = names_keys(environment)
    if chosen and not has_own and not keys and not config:
        raise PublishFailed(f"AWS_PROFILE names the profile {name!r}, which ~/.aws does not have")
    both = {**config, **keys}
    if not has_own and "aws_access_key_id" not in both and (way := set(ELSEWHERE) & both.keys()):
        text = f"the AWS profile {name!r} gets its keys by {min(way)}, which is not read here"
        command = f'eval "$(aws configure export-credentials --profile {name} --format env)"'
        raise PublishFailed(f"{text}; run this first: {command}")
    own = {} if has_own else both
    return Profile(
        both.get("region", ""),
        both.get("endpoint_url", ""),
        own.get("aws_access_key_id", ""),
        own.get("aws_secret_access_key", ""),
        own.get("aws_session_token", ""),
    )


def names_keys(environment: Mapping[str, str]) -> bool:
    """Whether the environment has keys, or says where they are."""
    return any(environment.get(it) for it in OWN_WAYS)


def _section(
    environment: Mapping[str, str], variable: str, usual: Path, sections: list[str]
) -> Mapping[str, str]:
    """The first of these sections that a file has."""
    file = Path(environment.get(variable) or usual).expanduser()
    parser = ConfigParser(interpolation=None, strict=False, default_section="\0")
    try:
        parser.read_string(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, Error, ValueError):  # whose texts may show a line with a key
        raise PublishFailed(f"{file} cannot be read as a file of AWS profiles") from None
    return next((dict(parser[it]) for it in sections if parser.has_section(it)), {})
