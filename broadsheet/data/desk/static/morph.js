// Makes one element like another, and touches nothing that is the same already: so focus,
// scrolling, unfolded parts, frames and what is being typed stay.

import { isDirty, isOfSame, news } from "./typed.js";

const OURS = /^data-live-/; // attributes that only the script sets
const stays = (node, attribute) =>
  OURS.test(attribute) || (attribute === "open" && /^(DETAILS|DIALOG)$/.test(node.nodeName));

export function morph(old, fresh) {
  if (old.isEqualNode(fresh) && !isControl(old)) return settleControls(old, fresh);
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.nodeName === "FORM" && isDirty(old)) {
    if (isOfSame(old, fresh)) return news(old, fresh);
    old.replaceWith(document.importNode(fresh, true)); // what was typed is kept for its own form
    return;
  }
  attributes(old, fresh);
  if (isControl(old)) control(old, fresh);
  if (old.nodeName !== "TEXTAREA") children(old, fresh);
}

function attributes(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (!stays(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !stays(old, name)) old.removeAttribute(name);
  }
}

const isControl = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.nodeName);

// Equal HTML does not mean equal values: a person may have changed them, or the browser kept them.
function settleControls(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) return;
  if (old.nodeName === "FORM" && isDirty(old)) return;
  const olds = old.querySelectorAll("input, textarea, select");
  const freshs = fresh.querySelectorAll("input, textarea, select");
  olds.forEach((it, at) => {
    if (!it.form || !isDirty(it.form)) control(it, freshs[at]);
  });
}

function control(old, fresh) {
  if (old === document.activeElement && !old.form?.dataset.typed) return; // being typed
  if (old.nodeName === "TEXTAREA") old.defaultValue = fresh.defaultValue;
  if (old.nodeName === "SELECT") children(old, fresh);
  if (old.type === "checkbox" || old.type === "radio") old.checked = fresh.checked;
  else if (old.value !== fresh.value) old.value = fresh.value;
}

function matches(one, other) {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName) return false;
  return (one.id ?? "") === (other.id ?? "");
}

function children(old, fresh) {
  const byId = new Map();
  for (const child of old.children) if (child.id) byId.set(child.id, child);
  const wanted = new Set([...fresh.children].map((it) => it.id).filter(Boolean));
  let here = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (here?.id && !wanted.has(here.id)) here = removed(here);
    const known = child.id ? byId.get(child.id) : null;
    if (known && known.nodeName === child.nodeName) {
      if (known === here) here = here.nextSibling;
      else old.insertBefore(known, here);
      morph(known, child);
    } else if (here && matches(here, child)) {
      const next = here.nextSibling;
      morph(here, child);
      here = next;
    } else {
      old.insertBefore(document.importNode(child, true), here);
    }
  }
  while (here) here = removed(here);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
