// Keeps an open page of the preview up to date. Only `broadsheet serve` adds it to pages.
"use strict";

(() => {
  const { unpublished = "" } = document.currentScript.dataset;
  let { tag = "" } = document.currentScript.dataset;
  const AGAIN = 300; // milliseconds between attempts to reach the server
  // Where the preview's own files are: `/-/`, or `/key/-/` at the desk; and where the site is.
  const OWN = new URL(".", document.currentScript.src).pathname;
  const ROOT = OWN.slice(0, -"-/".length);
  const KEPT = "broadsheet preview"; // what a reload keeps, in the session's storage

  // A path as the server knows it, of one that the browser has.

  function within(path) {
    return path.startsWith(ROOT) ? `/${path.slice(ROOT.length)}` : path;
  }

  // What is shown in a box of its own, which the page's style does not reach.

  function box(className) {
    const host = document.createElement("div");
    host.dataset.broadsheet = className;
    host.lang = "en";
    host.dir = "ltr";
    host.style.setProperty("display", "none"); // until its style is there
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = `${OWN}preview.css`;
    style.onload = () => host.style.removeProperty("display");
    root.append(style);
    return { host, root };
  }

  function element(name, className, text = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // The mark on a page that a build would leave out.

  function mark() {
    const { host, root } = box("mark");
    const note = element("p", "mark", `Not published: ${unpublished}`);
    note.setAttribute("role", "note");
    root.append(note);
    document.body.append(host);
    document.documentElement.style.setProperty("padding-block-end", "3rem"); // its end, above the mark
  }

  // Links to such pages, on any page. An outline takes no room, so the page is as it will be.

  async function markLinks() {
    const answer = await fetch(`${OWN}unpublished`).catch(() => null);
    const reasons = answer?.ok ? await answer.json() : {};
    for (const link of document.links) {
      const isHere = link.pathname === location.pathname; // the mark says it already
      if (link.origin !== location.origin || isHere) continue;
      const why = reasons[within(decodeURI(link.pathname)).replace(/\/$/, "/index.html")];
      if (!why) continue;
      link.style.setProperty("outline", "2px dashed #b97700");
      link.style.setProperty("outline-offset", "2px");
      link.title = `Not published: ${why}`;
    }
  }

  // Mistakes, over the last good page.

  let overlay = null;

  function hide() {
    overlay?.remove();
    overlay = null;
  }

  function problemItem({ path, line, text, hint, source }) {
    const item = element("li", "problem");
    item.append(element("p", "place", line ? `${path}:${line}` : path), element("p", "text", text));
    if (source) {
      const code = element("pre", "source");
      code.append(element("span", "number", `${line} `), element("bdi", "line", source));
      item.append(code);
    }
    if (hint) item.append(element("p", "hint", hint));
    return item;
  }

  function show({ problems, count }) {
    hide();
    if (!count) return;
    const { host, root } = box("problems");
    const panel = element("section", "panel");
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "Problems in the site's files");
    const title = element("h2", "title", count === 1 ? "1 problem" : `${count} problems`);
    const close = element("button", "close", "Hide (Esc)");
    close.type = "button";
    close.onclick = hide;
    const list = element("ol", "list");
    list.append(...problems.map(problemItem));
    panel.append(close, title, list);
    if (count > problems.length) {
      panel.append(element("p", "more", `and ${count - problems.length} more; the terminal has all`));
    }
    root.append(panel);
    document.body.append(host);
    overlay = host;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // A reload keeps the place on the page, and what is unfolded.

  function unfolded() {
    return Array.from(document.querySelectorAll("details"), (it) => it.open);
  }

  function reload() {
    const kept = { page: location.pathname, x: scrollX, y: scrollY, open: unfolded() };
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      // Without storage the browser's own memory of the place has to do.
    }
    location.reload();
  }

  function kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
      return found?.page === location.pathname ? found : null;
    } catch {
      return null;
    }
  }

  function restore({ x, y, open }) {
    const details = Array.from(document.querySelectorAll("details"));
    if (details.length === open.length) details.forEach((it, n) => (it.open = open[n]));
    const place = () => scrollTo({ left: x, top: y, behavior: "instant" });
    place();
    const moved = new AbortController(); // once a person moves the page, it stays where it is
    for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      addEventListener(name, () => moved.abort(), { once: true, passive: true });
    }
    addEventListener("load", () => moved.signal.aborted || place(), { once: true });
  }

  // New styles come without a reload; the old ones go when the new ones are there.

  function swap({ styles, tag: newTag }) {
    tag = newTag;
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(link.href);
      const path = styles[within(decodeURI(address.pathname))];
      if (path === undefined) continue;
      const fresh = link.cloneNode();
      address.pathname = ROOT + path.slice(1);
      fresh.href = address.href;
      fresh.onload = fresh.onerror = () => link.remove();
      link.after(fresh);
    }
  }

  // The server is listened to while the page can be seen: a browser has few connections, and tabs
  // in the background learn what they missed when they are turned to.

  let source = null;
  let timer = 0;

  function listen() {
    if (source || document.hidden) return;
    const asked = new URLSearchParams({ address: within(decodeURI(location.pathname)), tag });
    source = new EventSource(`${OWN}events?${asked}`);
    source.addEventListener("reload", reload);
    source.addEventListener("styles", (event) => swap(JSON.parse(event.data)));
    source.addEventListener("problems", (event) => show(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      rest();
      timer = setTimeout(listen, AGAIN);
    });
  }

  function rest() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);

  const before = kept();
  if (before) restore(before);
  if (unpublished) mark();
  addEventListener("load", markLinks);
  listen();
})();
