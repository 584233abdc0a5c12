// The keys: each presses the link or button that names it with `data-key`, where the focus is.

const TYPED = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const OFF = "broadsheet desk single keys off";
const SECOND = 1000; // milliseconds in which a key follows `g`
const PLACES = { i: "inbox", e: "edition", v: "page" };
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const LEAPS = { J: 1, K: -1 }; // from one section's list to another's

let current = null; // the item that has, or had, the focus
let prefix = -Infinity; // when `g` was pressed

const items = (region) => [...region.querySelectorAll("[data-item]")];
const opener = (item) => item.querySelector("[data-open]") ?? item.querySelector("a, button") ?? item;

function region() {
  const here = document.activeElement?.closest("main > section") ?? current?.closest("main > section");
  if (here?.isConnected && here.checkVisibility()) return here;
  return [...document.querySelectorAll("main > section")].find((it) => it.checkVisibility());
}

function item() {
  const focused = document.activeElement?.closest("[data-item]");
  if (focused) return focused;
  return current?.isConnected ? current : document.getElementById(current?.id ?? "");
}

function focus(target) {
  target.focus({ preventScroll: true });
  (target.closest("[data-item]") ?? target).scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = items(region());
  if (!all.length) return false;
  const at = all.indexOf(item());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  if (next < 0 || next >= all.length) return true;
  focus(opener(all[next]));
  return true;
}

// To the first item of the next list of this part of the page, or of the one before.
function leap(by) {
  const firsts = items(region()).filter((it, at, all) => it.parentElement !== all[at - 1]?.parentElement);
  const list = item()?.parentElement;
  const at = firsts.findIndex((it) => it.parentElement === list);
  const next = firsts[at < 0 ? 0 : at + by];
  if (next) focus(opener(next));
  return firsts.length > 0;
}

function goTo(place) {
  document.querySelector(`[data-place="${place}"]`)?.click();
  const here = document.getElementById(place);
  const first = item()?.closest(`#${place}`) ? item() : items(here)[0];
  if (first) return focus(opener(first));
  const title = here.querySelector("iframe, h2");
  title?.setAttribute("tabindex", "-1");
  title?.focus();
}

function named(event) {
  const held = ["Control", "Alt", "Meta"].filter((it) => event[`${it === "Control" ? "ctrl" : it.toLowerCase()}Key`]);
  return [...held, event.key].join("+");
}

// The link or button of a key: in the item, else in this part of the page, else anywhere. Those of
// another item are never meant: a key would drop what nobody has looked at.
function target(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const here = item();
  for (const part of [here, region(), document]) {
    const found = [...(part?.querySelectorAll(selector) ?? [])].find(
      (it) =>
        it.checkVisibility() &&
        !it.disabled &&
        (!here || !it.closest("[data-item]") || here.contains(it)),
    );
    if (found) return found;
  }
  return null;
}

function press(found) {
  if (found.matches(TYPED)) {
    found.focus();
    found.select?.();
    return;
  }
  if (found.matches("[data-next]")) {
    if (!item()) focus(opener(found.closest("[data-item]"))); // it acts on the first
    step(1);
  }
  if (found.matches("summary")) found.focus(); // its fields come next
  found.click();
}

function pressed(event) {
  if (event.isComposing || event.defaultPrevented) return;
  const typing = event.target.closest?.(TYPED);
  const held = event.ctrlKey || event.altKey || event.metaKey;
  if (typing && event.key === "Escape") return typing.blur();
  if (document.querySelector("dialog[open]")) {
    if (event.key === "?") document.querySelector("dialog[open]").close();
    return;
  }
  if (!held && (typing || !isOn())) return;
  if (!held && event.timeStamp - prefix < SECOND && PLACES[event.key]) {
    prefix = -Infinity;
    event.preventDefault();
    return goTo(PLACES[event.key]);
  }
  prefix = event.key === "g" && !held ? event.timeStamp : -Infinity;
  if (!held && STEPS[event.key] && step(STEPS[event.key])) return event.preventDefault();
  if (!held && LEAPS[event.key] && leap(LEAPS[event.key])) return event.preventDefault();
  const found = event.key.length > 1 && !held ? null : target(named(event));
  if (!found) return;
  event.preventDefault();
  press(found);
}

function isOn() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
}

export function listenForKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", (event) => {
    current = event.target.closest("[data-item]") ?? current;
  });
  const choice = document.getElementById("single-keys");
  choice.closest("[hidden]").hidden = false;
  choice.checked = isOn();
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

// Where the focus is, to find the same place again when the page has changed under it.
export function whereFocusIs() {
  const { activeElement: it } = document;
  const inside = it?.closest("[data-item]");
  const part = it?.closest("main > section");
  const place = inside && part ? items(part).indexOf(inside) : -1;
  return { element: it, id: it?.id, named: it?.dataset?.focus, part, place, item: inside?.id, form: opened() };
}

// What a message names has the focus after it, such as the card of an article that was saved.
export function focusOn(id) {
  const goal = document.getElementById(id);
  for (let it = goal?.closest("details"); it; it = it.parentElement.closest("details")) it.open = true;
  if (!goal?.checkVisibility()) return false;
  focus(goal);
  return true;
}

// The form that is shown, by what it is of; its first field is where one begins to write.
const first = () => document.querySelector("[data-arrive]");
const opened = () => first()?.form.dataset.typed;
// Whether another form is shown than before. The file of an article may have been moved.
const isAnother = (before) => Boolean(first()) && ![opened(), first().form.dataset.was].includes(before);

export function restoreFocus({ element, id, named, part, place, item: before, form }, isNews = false) {
  if (!isNews && isAnother(form)) {
    first().focus();
    return first().select();
  }
  if (!element || element === document.body) return;
  if (element.isConnected && element === document.activeElement) return;
  if (element.isConnected && !element.disabled && element.checkVisibility()) return element.focus({ preventScroll: true });
  const same = document.getElementById(id ?? "") ?? document.querySelector(`[data-focus="${CSS.escape(named ?? "")}"]`);
  if (same && same.checkVisibility()) return same.focus({ preventScroll: true });
  const there = document.getElementById(before ?? "");
  if (there) return focus(opener(there));
  if (!part) return;
  const left = items(part);
  const card = document.getElementById(current?.id ?? "");
  if (place >= 0 && left.length) focus(opener(left[Math.min(place, left.length - 1)]));
  else if (card && part.contains(card)) focus(opener(card)); // where one was before the form
  else part.querySelector("h2[tabindex]")?.focus();
}
