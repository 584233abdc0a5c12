"""Which web hosts `site.yaml` can name as the one that serves the site."""

from collections.abc import Mapping as Table

# The hosts that there are profiles for, each with the files for its root that Broadsheet writes and
# that may also stand in `content/site-root/`.
HOSTS: Table[str, tuple[str, ...]] = {
    "github-pages": (".nojekyll",),
    "cloudflare": ("_redirects", "_headers"),
    "netlify": ("_redirects", "_headers"),
    "s3-website": (),
    "nginx": (),
    "caddy": (),
    "apache": (".htaccess",),
}
WITHOUT_HEADERS = ("github-pages", "s3-website")  # which send only headers of their own
