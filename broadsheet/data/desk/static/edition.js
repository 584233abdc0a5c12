// What the edition adds to the script: cards are put in order by dragging their grips. Where a card
// is let go, its form is sent, as its other buttons send it. And a headline, which is shown on
// several lines where it is long, is sent by Enter as a field of one line is. desk.js imports this.

const FEW = 4; // pixels that a finger may move before it drags

let drag = null; // the card that is dragged, the pointer, and where it would go

const cards = (list) => [...list.querySelectorAll(".cards > .card")];

function unmark(list) {
  for (const it of cards(list)) it.classList.remove("before", "behind");
}

// The card under the pointer, and whether the upper half of it.
function place(list, dragged, y) {
  const others = cards(list).filter((it) => it !== dragged);
  for (const it of others) {
    const { top, bottom } = it.getBoundingClientRect();
    if (y < (top + bottom) / 2) return { card: it, isBefore: true };
  }
  return others.length ? { card: others.at(-1), isBefore: false } : null;
}

function move(event) {
  if (!drag || event.pointerId !== drag.pointer) return;
  const far = event.clientY - drag.y;
  if (!drag.isMoving && Math.abs(far) < FEW) return;
  drag.isMoving = true;
  drag.card.classList.add("dragged");
  drag.card.style.translate = `0 ${far}px`;
  unmark(drag.list);
  drag.to = place(drag.list, drag.card, event.clientY);
  drag.to?.card.classList.add(drag.to.isBefore ? "before" : "behind");
  const edge = 48;
  if (event.clientY < edge) drag.list.closest("section").scrollBy(0, -12);
  if (event.clientY > innerHeight - edge) drag.list.closest("section").scrollBy(0, 12);
}

function end(isMeant) {
  if (!drag) return;
  const { card, list, to, isMoving } = drag;
  drag = null;
  card.classList.remove("dragged");
  card.style.translate = "";
  unmark(list);
  if (!isMeant || !isMoving || !to) return;
  const rest = cards(list).filter((it) => it !== card);
  const at = rest.indexOf(to.card) + (to.isBefore ? 1 : 2);
  if (at === cards(list).indexOf(card) + 1) return;
  const form = card.querySelector("form");
  form.elements.place.value = at;
  form.requestSubmit(form.querySelector("[data-dropped]"));
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const card = grip.closest(".card");
  drag = { card, list: card.closest("[data-order]"), pointer: event.pointerId, y: event.clientY };
});
document.addEventListener("pointermove", move);
document.addEventListener("pointerup", () => end(true));
document.addEventListener("pointercancel", () => end(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") end(false);
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (event.key === "Enter" && isPlain && event.target.matches?.("[data-one-line]")) {
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button"));
  }
});
