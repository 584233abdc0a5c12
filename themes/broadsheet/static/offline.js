// Asks the browser to keep the newest editions, and shows on the offline page what it does keep.
(() => {
  "use strict";
  const worker = new URL(document.currentScript.dataset.worker, location.href);
  if (!("serviceWorker" in navigator) || !location.protocol.startsWith("http")) return;
  navigator.serviceWorker.register(worker).catch((error) => {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
  }); // a browser that may keep nothing, or that is offline now, shows pages as ever

  const offline = document.getElementById("_offline");
  if (!offline || !("caches" in window)) return;
  const name = `broadsheet ${new URL("./", worker).href}`;

  /* The page that could not be had: only one of this host is offered again. */
  const wanted = () => {
    const asked = decodeURIComponent(location.hash.slice(1));
    if (!URL.canParse(asked) || new URL(asked).origin !== location.origin) return;
    const place = document.getElementById("_wanted");
    place.querySelector("a").href = asked;
    place.hidden = false;
  };

  /* Hide what is not kept, be it for want of room, or not kept yet. */
  const kept = async () => {
    for (const link of offline.querySelectorAll("section a")) {
      const isKept = await caches.match(link.href, { ignoreVary: true });
      (link.closest("li") ?? link.closest("h2")).hidden = !isKept;
    }
    for (const section of offline.querySelectorAll("section:not([id])")) {
      section.hidden = !section.querySelector("li:not([hidden]), h2:not([hidden])");
    }
  };

  const visited = async () => {
    const cache = await caches.open(`${name} visited`);
    const place = document.getElementById("_visited");
    for (const request of (await cache.keys()).filter(({ url }) => url.endsWith(".html")).reverse()) {
      const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      const link = document.createElement("a");
      link.href = request.url;
      link.dir = "auto";
      link.textContent = page.querySelector("h1")?.textContent.trim() || page.title;
      const item = document.createElement("li");
      item.append(link);
      place.querySelector("ul").append(item);
      place.hidden = false;
    }
  };

  wanted();
  kept().then(visited);
  for (const seconds of [1, 3, 9, 27]) setTimeout(kept, 1000 * seconds); // the worker may be fetching yet
})();
