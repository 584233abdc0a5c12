"""What a key that another site generator knows is called here."""

from collections.abc import Iterable, Mapping

from broadsheet.problems import did_you_mean

# From Jekyll, Hugo, Ghost, Eleventy and common habit. Of several keys, those that the place has.
KEYS: Mapping[str, tuple[str, ...]] = {
    "accentcolor": ("accent",),
    "alternative": ("alt",),
    "alttext": ("alt",),
    "authors": ("author",),
    "base_url": ("url",),
    "baseurl": ("url",),
    "byline": ("author",),
    "canonical": ("sources",),
    "categories": ("section", "tags"),
    "category": ("section", "tags"),
    "color": ("accent",),
    "colour": ("accent",),
    "cover": ("image",),
    "created": ("date",),
    "creator": ("author",),
    "date_published": ("date",),
    "dek": ("summary",),
    "description": ("summary", "alt"),
    "excerpt": ("summary",),
    "expirydate": ("expires",),
    "feature_image": ("image",),
    "featured": ("lead",),
    "featured_image": ("image",),
    "guid": ("id",),
    "headline": ("title",),
    "heading": ("title",),
    "href": ("url",),
    "image_url": ("image",),
    "keywords": ("tags",),
    "label": ("tags",),
    "labels": ("tags",),
    "lang": ("language",),
    "languagecode": ("language",),
    "last_modified_at": ("updated",),
    "lastmod": ("updated",),
    "link": ("url", "sources"),
    "locale": ("language",),
    "modified": ("updated",),
    "name": ("title", "name"),
    "og_image": ("image",),
    "outlet": ("name",),
    "paginate": ("per_page",),
    "pagination": ("per_page",),
    "path": ("file",),
    "photo": ("image",),
    "picture": ("image",),
    "posts_per_page": ("per_page",),
    "publication": ("name", "sources"),
    "publish_date": ("date",),
    "publishdate": ("date",),
    "published": ("date", "draft"),
    "published_at": ("date",),
    "publisher": ("name", "sources"),
    "redirect_from": ("aliases",),
    "redirects": ("aliases",),
    "series": ("story",),
    "source": ("sources",),
    "src": ("file", "url"),
    "status": ("draft",),
    "subtitle": ("summary", "description"),
    "tag": ("tags",),
    "tagline": ("description", "summary"),
    "thumbnail": ("image",),
    "topic": ("tags",),
    "topics": ("tags",),
    "tz": ("timezone",),
    "unpublish_date": ("expires",),
    "updated_at": ("updated",),
    "uri": ("url",),
}
ADVICE = {  # where the name of our key alone would mislead
    "permalink": ("slug", "slug: sets the last part of its address; aliases: lists earlier ones"),
    "accent": ("", 'site.yaml sets colors, in its theme_options: {accent: "#8a1c1c"}'),
}


def nearest_key(word: str, known: Iterable[str]) -> str:
    """A hint with the key that `word` most likely means; if there is none, with all known keys."""
    here = tuple(known)
    foreign = word.strip().casefold().replace("-", "_")
    meant = KEYS.get(foreign, ())
    fits = [key for key in meant if key in here]
    for it in (foreign, *meant):
        key, advice = ADVICE.get(it, (word, ""))
        if advice and not fits and (not key or key in here):
            return advice
    return f"did you mean {' or '.join(fits)}?" if fits else did_you_mean(word, here)
