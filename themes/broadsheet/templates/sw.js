// Keeps the newest editions in the browser, for reading without a network. A page always comes from
// the network where that answers; what is kept is shown only where it does not.
"use strict";
const STATICS = [ // those of the theme, at addresses that change with them
{% block statics %}
{% for name in ('style.css', 'appearance.js', 'visits.js', 'offline.js', 'search.js', 'minisearch.js') %}
  {{ static(name) | tojson }},
{% endfor %}
{% endblock %}
];
const PAGES = [ // where each file is, and what changes with it
{% for file in kept_files %}
  [{{ file.address | link | tojson }}, "{{ file.mark }}{% for text in file.texts %}{{ text.digest[:8] }}{% endfor %}"],
{% endfor %}
];
const FRONT = {{ '/index.html' | link | tojson }};
const OFFLINE = {{ '/offline.html' | link | tojson }};
{% raw %}
const LOOKS = digest(STATICS); // a page that was made for other styles is of no use
const FILES = [...STATICS.map((path) => [path, "="]),
  ...PAGES.map(([path, mark]) => [path, mark.length > 1 ? `${mark} ${LOOKS}` : mark])];
const VERSION = digest(FILES.flat());
const SCOPE = new URL("./", self.location).href;
const KEPT = `broadsheet ${SCOPE}`; // another digest on the same host has caches of its own
const VISITED = `${KEPT} visited`;
const NOTES = new URL("?notes", SCOPE).href; // what is kept, noted beside it
const MOST_VISITED = 60; // files
const NOTED_EVERY = 20; // files
const DESTINATIONS = new Set(["document", "style", "script", "image"]);
const PICTURE = /^(.*)-\d+\.[0-9a-f]{10}\.\w+$/; // one of several sizes
const placed = (path) => new URL(path, SCOPE).href;
const ADDRESSES = new Set(FILES.map(([path]) => placed(path)));

function digest(texts) {
  let sum = 7;
  for (const letter of texts.join("\n")) sum = (Math.imul(sum, 31) + letter.codePointAt(0)) | 0;
  return String(sum);
}

/* The address that a file is kept under. Hosts may leave out index.html and .html. */
function keyOf(address) {
  const url = new URL(address);
  url.search = url.hash = "";
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  else if (!url.pathname.split("/").pop().includes(".")) url.pathname += ".html";
  return url.href;
}

/* A response as it may be kept: the browser refuses one that was redirected to a page. */
const unredirected = async (response) =>
  (response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response);

async function notes(cache) {
  const found = await cache.match(NOTES);
  return found ? found.json() : { marks: {}, done: "" };
}

/* Fetch a file again, unless the host says that it is the same, and keep it. */
async function renew(cache, url, way = "no-cache") {
  const response = await fetch(url, { cache: way });
  if (response.ok) await cache.put(url, await unredirected(response));
  return response.ok;
}

const isFull = (error) => error.name === "QuotaExceededError";

/* Throw away what is not to be kept any more, or of that only what can be missed. */
async function clear(cache, canBeMissed = () => true) {
  for (const { url } of await cache.keys()) {
    if (!ADDRESSES.has(url) && url !== NOTES && canBeMissed(url)) await cache.delete(url);
  }
}

/* Renew a file. Without room for it, first what was only visited goes, then what is not to be kept
any more; but no styles and scripts, as pages that stay as they were may need them. */
async function renewWithRoom(cache, url, way) {
  const last = () => clear(cache, (old) => !/\.(css|js)$/.test(old));
  for (const makeRoom of [() => caches.delete(VISITED), last]) {
    try {
      return await renew(cache, url, way);
    } catch (error) {
      if (!isFull(error)) throw error;
      await makeRoom();
    }
  }
  return renew(cache, url, way);
}

/* Keep all that is to be kept, the most important first; what is still good stays as it is, and what
was kept before goes only when all else is there. A file that cannot be had is tried again after the next page. */
async function keepAll() {
  if (navigator.connection?.saveData) return; // the reader asked for little: what is read is kept
  const cache = await caches.open(KEPT);
  const before = await notes(cache);
  if (before.done === VERSION) return;
  const marks = {};
  const noted = (done) => cache.put(NOTES, Response.json({ marks, done }));
  let done = VERSION;
  try {
    for (const [number, [path, mark]] of FILES.entries()) {
      const now = mark || VERSION;
      const isGood = before.marks[path] === now && await cache.match(placed(path));
      try {
        if (isGood || await renewWithRoom(cache, placed(path), mark === "=" ? "default" : "no-cache")) marks[path] = now;
      } catch (error) {
        if (isFull(error)) throw error;
        done = ""; // the network was lost
      }
      if (number % NOTED_EVERY === 0) await noted("");
    }
    if (done) await clear(cache);
    await noted(done);
  } catch (error) {
    if (!isFull(error)) throw error;
    await noted(VERSION).catch(() => cache.delete(NOTES)); // what fits is kept; the next worker tries again
  }
}

let keeping = null;
function keep() {
  keeping ??= keepAll().finally(() => { keeping = null; });
  return keeping;
}

/* Keep what was read just now: of a kept file the newest copy, of others some. */
async function remember(request, response) {
  const key = keyOf(request.url);
  try {
    if (response.status === 404 || response.status === 410) {
      for (const name of [KEPT, VISITED]) await (await caches.open(name)).delete(key);
    } else if (response.status === 200 && response.type === "basic") {
      const isKept = ADDRESSES.has(key);
      if (!isKept && !DESTINATIONS.has(request.destination)) return;
      const cache = await caches.open(isKept ? KEPT : VISITED);
      await cache.put(key, await unredirected(response));
      if (isKept) return;
      const all = await cache.keys();
      for (const oldest of all.slice(0, Math.max(0, all.length - MOST_VISITED))) await cache.delete(oldest);
    }
  } catch (error) {
    if (!isFull(error)) throw error;
    await caches.delete(VISITED);
  }
}

/* The copy that is kept of a file, or of a picture in another size. */
async function copyOf(request) {
  const key = keyOf(request.url);
  const way = { ignoreVary: true };
  const [kept, visited] = [await caches.open(KEPT), await caches.open(VISITED)];
  const copy = await kept.match(key, way) ?? await visited.match(key, way);
  const [, stem] = PICTURE.exec(key) ?? [];
  if (copy || !stem) return copy;
  const same = [...ADDRESSES].find((address) => PICTURE.exec(address)?.[1] === stem);
  return same && kept.match(same, way);
}

async function answer(event) {
  const { request } = event;
  const isPage = request.mode === "navigate";
  let response;
  try {
    // A page is asked for anew: no cache on the way may answer with yesterday's.
    response = await fetch(request, isPage ? { cache: "no-cache" } : {});
  } catch {
    const away = () => (isPage && keyOf(request.url) !== placed(OFFLINE)
      ? Response.redirect(placed(`${OFFLINE}#${encodeURIComponent(request.url)}`)) : Response.error());
    return await copyOf(request) ?? away();
  }
  if (response.status >= 500) return await copyOf(request) ?? response;
  event.waitUntil(remember(request, response.clone()));
  if (isPage) event.waitUntil(keep());
  return response;
}

self.addEventListener("install", (event) => {
  self.skipWaiting(); // pages come from the network, so a new worker suits every page
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    for (const path of [FRONT, OFFLINE]) await renew(cache, placed(path));
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await self.clients.claim();
    await keep();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(SCOPE) && !request.headers.has("range")) {
    event.respondWith(answer(event));
  }
});
{% endraw %}
