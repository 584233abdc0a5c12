"""The web hosts that there are profiles for: what each is told of a site, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broadsheet.hosting.apache import apache_files
from broadsheet.hosting.caddy import caddy_files
from broadsheet.hosting.limits import CLOUDFLARE, GITHUB, NETLIFY, NO_LIMITS, Limits
from broadsheet.hosting.line_rules import REDIRECTS, cloudflare_files, netlify_files
from broadsheet.hosting.nginx import nginx_files
from broadsheet.hosting.redirects import LIST, encoded
from broadsheet.hosting.served import Served

OWN_FIRST = (REDIRECTS,)  # where the first rule that fits counts


@dataclass(frozen=True, slots=True)
class Host:
    """A web host: how messages call it, what it is told by files in the site, by their paths, and
    what it takes. `serves_twins` says that it sends a compressed file that stands beside one."""

    title: str
    files: Callable[[Served], Mapping[str, bytes]]
    limits: Limits = NO_LIMITS
    serves_twins: bool = False


def _github_files(served: Served) -> Mapping[str, bytes]:
    return {".nojekyll": b""}  # else it leaves out files whose names start with an underscore


def _s3_files(served: Served) -> Mapping[str, bytes]:
    return {LIST: encoded(served.moved)}


PROFILES: Mapping[str, Host] = {
    "github-pages": Host("GitHub Pages", _github_files, GITHUB),
    "cloudflare": Host("Cloudflare Pages", cloudflare_files, CLOUDFLARE),
    "netlify": Host("Netlify", netlify_files, NETLIFY),
    "s3-website": Host("an S3 website", _s3_files),
    "nginx": Host("nginx", nginx_files, serves_twins=True),
    "caddy": Host("Caddy", caddy_files, serves_twins=True),
    "apache": Host("Apache", apache_files, serves_twins=True),
}


def joined(path: str, made: bytes, own: bytes) -> bytes:
    """A file for a host with the curator's own rules, which count where they say otherwise."""
    if not own.strip():
        return made
    own = own.rstrip() + b"\n"
    return own + made if path in OWN_FIRST else made + own
