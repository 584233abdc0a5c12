// Eleventy, asked for what Broadsheet makes of the same articles.
import rss from "@11ty/eleventy-plugin-rss";

const SIZE = 20;
const parts = (list) =>
  Array.from({ length: Math.ceil(list.length / SIZE) }, (_, n) => list.slice(n * SIZE, n * SIZE + SIZE));

export default function (config) {
  config.addPlugin(rss);
  config.setQuietMode(true);
  config.addCollection("articles", (api) => api.getFilteredByGlob("content/**/*.md").reverse());
  const grouped = (api, of, folder) => {
    const groups = new Map();
    for (const item of api.getFilteredByGlob("content/**/*.md").reverse())
      for (const name of of(item.data)) {
        const slug = config.getFilter("slugify")(String(name)) || "x";
        if (!groups.has(slug)) groups.set(slug, { name, slug, folder, items: [] });
        groups.get(slug).items.push(item);
      }
    return [...groups.values()];
  };
  const all = (api) => [
    ...grouped(api, (data) => data.topics ?? [], "/tags"),
    ...grouped(api, (data) => data.categories ?? [], ""),
  ];
  config.addCollection("lists", (api) =>
    all(api).flatMap((list) => parts(list.items).map((items, n, every) => ({ ...list, items, n, last: every.length - 1 }))));
  config.addCollection("feeds", all);
  config.addFilter("newest", (list) => list.slice(0, 30));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("cut", (html) => String(html ?? "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 300));
  config.addFilter("around", (list, url) => {
    const here = list.findIndex((item) => item.url === url);
    return [list[here + 1], list[here - 1]];
  });
  let byTopic;
  config.addFilter("related", (list, url, topics) => {
    if (!byTopic) {
      byTopic = new Map();
      for (const item of list)
        for (const topic of item.data.topics ?? []) byTopic.set(topic, [...(byTopic.get(topic) ?? []), item]);
    }
    const scores = new Map();
    for (const topic of topics ?? []) {
      const sharing = byTopic.get(topic) ?? [];
      if (sharing.length <= 50)
        for (const item of sharing) if (item.url !== url) scores.set(item, (scores.get(item) ?? 0) + 1);
    }
    return [...scores].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([item]) => item);
  });
  return { dir: { input: ".", includes: "_includes", output: "public" }, markdownTemplateEngine: false };
}
