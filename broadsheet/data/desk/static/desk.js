// The desk without waiting: forms and links are sent from here, and only what has changed in the
// page is put in its place. Without this script the same pages work as plain forms and links.

import { follow, isOfSame, keepTyped, saved } from "./typed.js";
import { morph } from "./morph.js";
import { focusOn, listenForKeys, restoreFocus, whereFocusIs } from "./keys.js";
import "./edition.js";

const WAIT = 250; // milliseconds after the last key, before what was typed is looked at
const SETTLED = 120; // milliseconds in which several pieces of news become one
const SHOWN = 10_000; // milliseconds that a message stays; a refusal stays until something else is done
const ended = "The desk does not answer. If it was ended, start it again: broadsheet desk. What you typed is kept in this window.";
const closed = "The desk was started again, and this page belongs to the one before. Open the address in its terminal. What you typed is kept in this window.";

const name = crypto.randomUUID(); // of this window
let hiding = 0;
let asking = new AbortController();
let asked = 0; // what a person asked for, and did not get yet
let isNewsLeft = false; // that there is news to look at then
let sending = Promise.resolve();

const element = (id) => document.getElementById(id);

// What is said to the curator, also to one who listens.

export function tell(text, isRefusal = false) {
  const [here, there] = isRefusal ? ["alert", "told"] : ["told", "alert"];
  element(there).replaceChildren();
  const line = document.createElement("p");
  line.dir = "auto";
  line.textContent = text;
  element(here).replaceChildren(...(text ? [line] : []));
  clearTimeout(hiding);
  if (!isRefusal) hiding = setTimeout(() => element("told").replaceChildren(), SHOWN);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") tell("");
});

// A page or a part of one takes the place of what is there.

export function swap(html, place, isNews = false) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const before = whereFocusIs();
  for (const region of fresh.querySelectorAll("[data-region][id]")) {
    const old = element(region.id);
    if (isNews && (keepsTyped(old, region) || isChecked(old))) continue;
    if (old && !old.isEqualNode(region)) morph(old, region);
  }
  const main = fresh.getElementById("main");
  if (main) element("main").dataset.at = main.dataset.at;
  const shown = fresh.getElementById("shows")?.dataset.src;
  if (shown && shown !== element("shown").getAttribute("src")) show(shown);
  const said = [...fresh.querySelectorAll("#told p, #alert p")];
  if (said.length) tell(said[0].textContent, Boolean(said[0].closest("#alert")));
  const told = fresh.querySelector(".account-headline")?.textContent; // what is in sight is not said twice
  if (told && element("told").textContent.endsWith(told)) element("told").replaceChildren();
  if (place) history[place.push ? "pushState" : "replaceState"](null, "", place.url);
  keepTyped();
  const { goal } = fresh.getElementById("told")?.dataset ?? {};
  if (!goal || !focusOn(goal)) restoreFocus(before, isNews);
  document.dispatchEvent(new CustomEvent("desk:swapped"));
  return Boolean(fresh.querySelector("#alert p"));
}

// Another page is shown in a frame of its own: the page before may be about to load itself anew, as
// its file has changed, and that would break off the way to this one.
function show(address) {
  const frame = element("shown").cloneNode();
  frame.src = address;
  element("shown").replaceWith(frame);
}

// News never takes a form away in which somebody types.
function keepsTyped(old, region) {
  const form = old?.querySelector("form[data-typed][data-live-dirty]");
  if (!form || [...region.querySelectorAll("form[data-typed]")].some((it) => isOfSame(form, it))) return false;
  for (const it of form.querySelectorAll("[data-elsewhere]")) it.hidden = false;
  return true;
}

// The checks of a form in which somebody types are of what is typed, not of the file: ask again.
function isChecked(old) {
  const form = old?.closest("form[data-check][data-live-dirty]");
  if (form) look(form);
  return Boolean(form);
}

function withoutMessage(address) {
  const url = new URL(address);
  url.searchParams.delete("told");
  return url.href;
}

async function answered(request) {
  try {
    const answer = await request;
    if (answer.ok || answer.status === 409) return answer; // 409: a form that is shown again
    tell(answer.status === 403 ? closed : await reason(answer), true);
  } catch (error) {
    if (error.name !== "AbortError") tell(ended, true);
  }
  return null;
}

// Why something was not done: the words of a page or a text that takes no part of this one's place.
async function reason(answer) {
  const text = await answer.text();
  const said = new DOMParser().parseFromString(text, "text/html").querySelector("main p");
  return (said?.textContent ?? text).trim() || ended;
}

// What a person asks for comes before news: news waits until it is there.
async function first(work) {
  asked += 1;
  asking.abort();
  try {
    await work();
  } finally {
    asked -= 1;
    if (!asked && isNewsLeft) refresh();
  }
}

const go = (address, { push = true } = {}) => first(() => bring(address, push, false));

// What was said of the last thing goes when the next one is done.
function begin() {
  if (!element("told").contains(document.activeElement)) tell("");
}

function refresh() {
  isNewsLeft = asked > 0;
  return isNewsLeft ? null : bring(location.href, false, true);
}

async function bring(address, push, isNews) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const answer = await answered(fetch(address, { signal, headers: { "X-Desk-Window": name } }));
  const html = await answer?.text().catch(() => "");
  if (!html || signal.aborted) return;
  const url = withoutMessage(new URL(address, location.href));
  swap(html, { url, push: push && url !== location.href }, isNews);
}

function post(action, fields) {
  const headers = { "X-Desk-Window": name };
  const answer = sending.then(() =>
    answered(fetch(action, { method: "POST", body: new URLSearchParams(fields), headers })),
  );
  sending = answer.catch(() => null);
  return answer;
}

// Sends a form as its button would, and shows what comes back.
const send = (form, button = null) => first(() => sendNow(form, button));

async function sendNow(form, button) {
  const fields = new FormData(form, button);
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const typed = form.dataset.typed ? [...fields].join("\n") : "";
  const answer = await post(action, fields);
  if (!answer) return;
  const html = await answer.text();
  const stays = !answer.redirected;
  const isTaken = answer.ok || answer.status === 409; // 409: it is shown again, with what was typed
  if (isTaken && typed && [...new FormData(form, button)].join("\n") === typed) saved(form);
  const url = withoutMessage(answer.url);
  const isRefused = swap(html, stays ? null : { url, push: url !== location.href });
  if (typed && (isRefused || !answer.ok)) follow(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("plain" in form.dataset || form.method === "dialog") return;
  event.preventDefault();
  begin();
  const button = event.submitter;
  if (form.method === "get") {
    const chosen = [...new FormData(form, button)].filter(([, value]) => value !== "");
    go(`?${new URLSearchParams(chosen)}`);
  } else {
    send(form, button);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if ("dialog" in link.dataset) {
    event.preventDefault();
    element(link.dataset.dialog).showModal();
  } else if ("close" in link.dataset) {
    event.preventDefault();
    element(link.dataset.close).close();
  } else if (link.getAttribute("href").startsWith("?") && !("plain" in link.dataset)) {
    event.preventDefault();
    begin();
    go(link.href).then(() => read(link));
  }
});

// A group that was opened has been read; that needs no page of its own.
function read(link) {
  const item = link.closest("[data-item]");
  if (link.dataset.mark !== "read" || !item) return;
  const button = item.querySelector('button[name="read"]');
  if (!button) return;
  const fields = [...new FormData(button.form, button), ["quiet", "1"]];
  post(button.form.getAttribute("action"), fields).then((answer) => {
    if (answer?.ok) refresh();
  });
}

addEventListener("popstate", () => go(location.href, { push: false }));

// Choices act when they are made; what is typed is looked at while it is typed.

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "now" in form.dataset && event.target.matches("select, [type=checkbox]")) {
    form.requestSubmit();
  }
});

// What is wrong in a field is told there until that field is typed in.
document.addEventListener("input", ({ target }) => {
  if (target.getAttribute?.("aria-invalid") !== "true") return;
  document.getElementById(target.getAttribute("aria-describedby")).hidden = true;
  for (const name of ["aria-invalid", "aria-describedby"]) target.removeAttribute(name);
});

const waiting = new WeakMap();
const looking = new WeakMap();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.check) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => look(form), WAIT));
});

async function look(form) {
  looking.get(form)?.abort();
  const asks = new AbortController();
  looking.set(form, asks);
  const headers = { "X-Desk-Window": name };
  const body = new URLSearchParams(new FormData(form));
  const request = fetch(form.dataset.check, { method: "POST", body, headers, signal: asks.signal });
  const answer = await answered(request);
  const html = answer?.ok ? await answer.text().catch(() => "") : "";
  if (html && !asks.signal.aborted) swap(html, null);
}

// News: from other windows, from files that were changed elsewhere, from jobs.

let source = null;
let wasOpen = false;
let timer = 0;

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => sending.then(refresh), SETTLED);
}

function listen() {
  if (source || document.hidden) return;
  source = new EventSource(`events?window=${name}`);
  source.addEventListener("open", () => {
    if (wasOpen) soon(); // for what was missed
    wasOpen = true;
  });
  source.addEventListener("look", (event) => {
    const text = JSON.parse(event.data);
    if (text) tell(text);
    soon();
  });
  source.addEventListener("jobs", async () => {
    const answer = await answered(fetch(`jobs${location.search}`));
    if (answer?.ok) swap(await answer.text(), null);
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    rest();
    tell(closed, true);
  });
}

function rest() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);

if (new URL(location.href).searchParams.has("told")) {
  history.replaceState(null, "", withoutMessage(location.href));
}
listenForKeys();
keepTyped();
listen();
document.documentElement.dataset.ready = "";
