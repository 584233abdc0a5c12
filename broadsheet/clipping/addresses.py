"""Which web address names a report: without tracking, without AMP, and when two are the same."""

import re
from datetime import date
from functools import lru_cache
from posixpath import normpath
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from broadsheet.content.fields import is_web_address

LONGEST = 2_000  # characters; longer addresses are not kept
# Parameters that only say how a reader came to the page. Others stay: `id`, `p` or `story` may
# name the page, and an address that leads elsewhere is worse than a long one.
TRACKING = re.compile(
    r"(utm|mtm|pk|piwik|matomo|hsa|oly|vero|at|itm|wt|fb_action|trk|spMailing|ns)_.*"
    r"|_?hs(enc|mi|ctatracking)|__twitter_impression|__tn__|_openstat|_ga|_gl|_bta_.*|__s|_ke"
    r"|(fb|g|d|tw|tt|y|ys|s_kw)?clid|msclkid|mibextid|li_fat_id|gbraid|wbraid|gclsrc"
    r"|mc_(cid|eid|tc)|mkt_tok|igsh(id)?|cmpid|icid|xtor|wt\.[a-z_]+|smid|smtyp|ocid|ito|s_cid"
    r"|ref_(src|url)|guc(counter|e_referrer(_sig)?)|ncid|sr_share|shared?link|fb_ref|fb_source"
    r"|partner_id_share|rss|syclid|traffic_source|mbid|algo_(pvid|expid)|spm|scm|cmp"
    r"|amp_(js_v|gsa)|usqp|jsessionid|phpsessid|aspsessionid.*|session_?id",
    re.IGNORECASE,
)
# With their values: the AMP form of a page, and that a reader came from a feed.
SAME_PAGE = re.compile(
    "amp=(?:1|true|yes)?|(?:outputtype|mode|view|format)=amp|(?:source|ref|from)=rss(?:[-_].*)?"
)
# In front of a publication's host.
READERS_HOSTS = ("www.", "m.", "mobile.", "mobil.", "touch.", "wap.", "amp.", "edition.")
CACHED = re.compile(
    r"[\w-]+(?:\.webp)?\.cdn\.ampproject\.org/(?:[a-z]/)?(s/)?(.+)|"
    r"www\.(?:google\.[a-z.]+|bing\.com)/amp/(s/)?(.+)"
)
# Services that lead to a report, as search engines do in the feeds of their alerts.
LEADS_ON = re.compile(
    r"www\.google\.[a-z.]+/url|www\.bing\.com/news/apiclick\.aspx|lm?\.facebook\.com/l\.php"
)
LED_TO = ("url", "q", "u")  # parameters of these
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
NO_QUERY = re.compile(r"(?:&utm_\w+=[^/&]*)+$", re.IGNORECASE)  # written without a `?`
AMP_PATH = re.compile(r"(?:/amp/?|\.amp)(?=$|\.html$)|^/amp(?=/)", re.IGNORECASE)
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)
INDEX = re.compile(r"/(?:index\.(?:s?html?|php)|default\.aspx?)$", re.IGNORECASE)


def cleaned(address: str, base: str = "") -> str:
    """A web address without tracking, session, fragment and password, absolute; empty if it is
    none.

    The copy in an AMP cache becomes the publication's own address, and so does an address of a
    search engine that leads to it. Fragments go, but for `#!`, with which some sites name their
    pages.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > LONGEST:
            return ""
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    fragment = parts.fragment if re.match("!.", parts.fragment) else ""
    path = quote(SESSION.sub("", parts.path) or "/", safe="/%:@!$&'()*+,;=~-._")
    whole = urlunsplit((parts.scheme, f"{host}{port}", path, _query(parts.query), fragment))
    original = cleaned(_from_cache(whole) or _led_to(whole))
    return original or _checked(whole)


def _checked(address: str) -> str:
    return address if is_web_address(address) else ""


def _query(query: str) -> str:
    pairs = query.replace("&amp;", "&").split("&")
    kept = [it for it in pairs if it and not is_tracking(unquote(it.partition("=")[0]))]
    return quote("&".join(kept), safe="/%:@!$&'()*+,;=~-._?")


def is_tracking(parameter: str) -> bool:
    """Whether a parameter of an address only says how a reader came to the page."""
    return bool(TRACKING.fullmatch(parameter))


def _from_cache(address: str) -> str:
    """The publication's own address of a copy in an AMP cache; empty for any other address."""
    found = CACHED.fullmatch(address.partition("://")[2])
    if found is None:
        return ""
    return f"http{'s' if found[1] or found[3] else ''}://{found[2] or found[4]}"


def _led_to(address: str) -> str:
    """Where a service leads to that only leads on; empty for any other address."""
    parts = urlsplit(address)
    if not LEADS_ON.fullmatch(f"{parts.hostname}{parts.path}"):
        return ""
    values = dict(parse_qsl(parts.query))
    return next((values[it] for it in LED_TO if it in values), "")


def same_report(address: str) -> str:
    """A key that is equal for addresses that lead to one report: with http or https, with or
    without `www`, a slash at the end or two within, tracking, a session or the AMP form, however
    letters beyond ASCII are written."""
    address = cleaned(address)
    parts = urlsplit(address)
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not SAME_PAGE.fullmatch(f"{name}={value}".lower())
    ]
    plain = normalize("NFC", unquote(parts.path))
    straight = f"/{normpath(NO_QUERY.sub('', plain)).lstrip('/')}"
    path = AMP_PATH.sub("", INDEX.sub("/", straight)).rstrip("/")
    port = f":{parts.port}" if parts.port else ""
    tail = f"#{parts.fragment}" if parts.fragment else ""
    return f"{_in_ascii(site_host(address))}{port}{path}?{urlencode(sorted(pairs))}{tail}"


def names_no_report(key: str) -> bool:
    """Whether a key of `same_report` is that of the front page of a site."""
    return key.endswith("?") and "/" not in key


def _in_ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


@lru_cache(maxsize=10_000)
def site_host(address: str) -> str:
    """The host of an address, without what stands in front of it for phones; empty without one."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
    for start in READERS_HOSTS:
        rest = host.removeprefix(start)
        host = rest if "." in rest else host
    return host


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one publication: one host, or one below the other."""
    hosts = sorted((site_host(one), site_host(other)), key=len)
    return hosts[0] == hosts[1] or ("." in hosts[0] and hosts[1].endswith(f".{hosts[0]}"))


def canonical(candidates: tuple[str, ...], fetched: str, is_amp: bool) -> str:
    """The report's own address: the first candidate that may speak for it, else `fetched`.

    A page cannot name an address of another publication as its own, unless it is an AMP page,
    which caches serve. A candidate that is only the front page of the site is a mistake of the
    page. Without `fetched`, as for a saved page, the first candidate counts.
    """
    here = cleaned(fetched) if fetched else ""
    for candidate in candidates:
        address = cleaned(candidate, here)
        if address and _may_speak(address, here, is_amp):
            return _secure(address, here)
    return here


def _may_speak(address: str, here: str, is_amp: bool) -> bool:
    if _is_front(address) and not (here and _is_front(here)):
        return False
    return not here or is_amp or is_same_site(address, here)


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def _secure(address: str, here: str) -> str:
    """The address with the scheme that the page was fetched by, where that is the safer one."""
    secured = f"https:{address.removeprefix('http:')}" if address.startswith("http:") else address
    return secured if here.startswith("https:") and is_same_site(address, here) else address


def day_in(address: str) -> date | None:
    """The day that an address names, as in `/2026/05/12/tram`; None if it names none."""
    found = DAY.search(urlsplit(address).path)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None
