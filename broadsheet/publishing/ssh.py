"""How the system's `ssh` is called for a place that it reaches, and what its failures mean."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.content.publish_settings import SshTarget, TargetSetting
from broadsheet.publishing.target import PublishFailed

UNATTENDED: Mapping[str, str] = {
    "BatchMode": "yes",  # never asks; a question would wait for ever
    "ConnectTimeout": "20",
    "ServerAliveInterval": "15",  # a dead line is noticed within a minute
    "ServerAliveCountMax": "4",
}
SHOWN_LINES, SHOWN_COLUMNS = 3, 300  # of what a program said, where we do not know it

# What `ssh`, `sftp` and `rsync` say, and what to do; the first that fits is taken.
FAILURES: Sequence[tuple[str, str]] = (
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "the key of {host} is not the one that ssh knows. Either the server was set up anew, or "
        "another machine answers in its place. Ask who runs it; if the new key is right, remove "
        "the old one with `ssh-keygen -R`, then connect once with `{login}`",
    ),
    (
        "Host key verification failed|No [A-Z0-9-]+ host key is known",
        "ssh does not know the key of {host} yet. Connect once by hand with `{login}`, compare the "
        "key's fingerprint with the one that the provider names, and accept it; for a machine "
        "without a person, put the line for {host} into its known_hosts",
    ),
    (
        r"Permission denied \([a-z,-]+\)|Too many authentication failures",
        "{host} does not accept the key. See that `{login}` works without a password: the public "
        "key must stand in authorized_keys there, and the private key must be in the agent or "
        "have no passphrase",
    ),
    (
        "Could not resolve hostname|Name or service not known|nodename nor servname",
        "there is no machine of the name {host}. Look at the spelling of `host`, and at the line",
    ),
    (
        "Connection refused",
        "{host} does not answer to ssh at that port. Look at `host` and `port`",
    ),
    (
        "No route to host|Network is unreachable|Connection timed out|Operation timed out",
        "{host} cannot be reached. Look at the line, and at `host` and `port`",
    ),
    (
        "Can't open user config file|Bad configuration option|Bad owner or permissions"
        "|terminating, [0-9]+ bad",
        "ssh does not accept its configuration: {said}",
    ),
    (
        "subsystem request failed",
        "{host} offers no SFTP. Use `to: rsync`, or have `Subsystem sftp internal-sftp` set there",
    ),
    (
        "rsync: (?:command )?not found|rsync: No such file|exec.* rsync",
        "there is no rsync on {host}. Install it there, or use `to: sftp`",
    ),
    ("rrsync error", "{host} does not allow that: {said}"),
    (
        "is your shell clean|protocol version mismatch",
        "{host} does not answer as rsync does. Let the shell there print nothing when it starts; "
        "use `to: sftp` if rsync may not run there",
    ),
    (
        "No space left on device|Disk quota exceeded",
        "the disk of {host} is full. Make room there and publish again: that goes on from here",
    ),
    (
        "mkstemp|rename .*failed|mkdir .*failed|Permission denied|Read-only file system"
        "|Operation not permitted",
        "{host} does not allow that: {said}. See that the folder belongs to the user who publishes",
    ),
    (
        "Connection closed|Connection reset|Broken pipe|connection unexpectedly closed|Timeout"
        "|closed by remote host|Connection to .* closed|unexpected end of file|Killed by signal",
        "the connection was cut. Publish again: that goes on from here",
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that ssh reaches: the name of the target, what `site.yaml` says of it, and the
    configuration file for ssh, if it is not the user's own."""

    name: str
    setting: SshTarget
    config: Path | None

    def failure(self, said: str) -> PublishFailed:
        """What to tell of a failure, by what the program said."""
        return PublishFailed(f"{self.name}: {explained(said, self.setting)}")


def ssh_place(setting: TargetSetting, root: Path) -> Place:
    """The place that a target describes; a relative `config` starts from the site's folder."""
    assert isinstance(setting.place, SshTarget)
    config = setting.place.config
    return Place(setting.name, setting.place, root / Path(config).expanduser() if config else None)


def ssh_command(place: Place, options: Mapping[str, str]) -> list[str]:
    """`ssh` with its options, without the host. Raises PublishFailed if there is no ssh."""
    command = [program("ssh", place.name)]
    if place.config is not None:
        command += ["-F", str(place.config)]
    if place.setting.port:
        command += ["-p", str(place.setting.port)]
    for key, value in {**UNATTENDED, **options}.items():
        command += ["-o", f"{key}={value}"]
    return command


def program(name: str, target: str) -> str:
    """The path of a program of the system; raises PublishFailed if it is not installed."""
    found = shutil.which(name)
    if found is None:
        raise PublishFailed(f"{target}: {name} is not installed on this machine; install it first")
    return found


def explained(said: str, setting: SshTarget) -> str:
    """What a program's words mean, and what to do."""
    login = f"ssh -p {setting.port} {setting.host}" if setting.port else f"ssh {setting.host}"
    words = _last_lines(said)
    for pattern, text in FAILURES:
        if re.search(pattern, said):
            return text.format(host=setting.host, login=login, said=words)
    if not words:
        check = "See that `sftp` reaches it, and that its shell prints nothing when it starts"
        return f"{setting.host} ended the connection without a word. {check}"
    return f"{setting.host} cannot be published to: {words}"


def _last_lines(said: str) -> str:
    """The end of what a program said, on one line, without signs that control a terminal."""
    lines = [_printable(line).strip() for line in said.splitlines()]
    return "; ".join([line for line in lines if line][-SHOWN_LINES:])[-SHOWN_COLUMNS:]


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line)
