"""Pelican, asked for what Broadsheet makes of the same articles."""

SITENAME = "The corpus"
SITEURL = "https://news.example"
PATH = "content"
OUTPUT_PATH = "public"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None}
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_URL
TAG_SAVE_AS = "tags/{slug}.html"
CATEGORY_SAVE_AS = "{slug}.html"
AUTHOR_SAVE_AS = ""
FEED_ALL_RSS = "feed.xml"
TAG_FEED_RSS = "tags/{slug}.xml"
CATEGORY_FEED_RSS = "{slug}.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
RSS_FEED_SUMMARY_ONLY = False
FEED_MAX_ITEMS = 30
THEME = "theme"
DIRECT_TEMPLATES = ["index", "tags"]
USE_FOLDER_AS_CATEGORY = True
SLUGIFY_SOURCE = "basename"
LOAD_CONTENT_CACHE = False
PLUGINS = ["neighbours"]
PLUGIN_PATHS = ["plugins"]
MARKDOWN = {
    "extension_configs": {
        name: {}
        for name in (
            "markdown.extensions.tables", "markdown.extensions.footnotes",
            "markdown.extensions.attr_list", "markdown.extensions.toc",
            "markdown.extensions.smarty",
        )
    },
    "output_format": "html5",
}  # fmt: skip
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/{number}.html", "{base_name}/{number}.html"),
]
