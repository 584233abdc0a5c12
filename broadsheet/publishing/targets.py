"""Which module publishes to which kind of place."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.publishing.target import Target

Opener = Callable[[TargetSetting, Path], AbstractContextManager[Target]]
TARGETS: Mapping[str, str] = {
    "folder": "folder",
    "sftp": "sftp",
    "rsync": "rsync",
    "s3": "bucket",
    "gcs": "bucket",
    "azure": "bucket",
    "git": "git",
    "netlify": "service",
    "cloudflare": "service",
}


def opened(setting: TargetSetting, root: Path) -> AbstractContextManager[Target]:
    """The target that `site.yaml` describes, held while it is used; imported only now.

    `root` is the site's folder, which relative paths start from. Raises PublishFailed.
    """
    module = import_module(f"broadsheet.publishing.{TARGETS[setting.to]}")
    opener: Opener = module.opened
    return opener(setting, root)
