// What a person has typed and not saved is not lost: not by news from elsewhere, not by a crash.
// It is kept in this window's own storage until it is saved.

const PREFIX = "broadsheet desk ";
const NOT_TYPED = new Set(["csrf", "view"]);
const followed = new WeakSet();

export const isDirty = (form) => "liveDirty" in form.dataset;

const forms = () => document.querySelectorAll("form[data-typed]");
const key = (form) => PREFIX + form.dataset.typed;

function fields(form) {
  return [...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name));
}

// What the server has put into a form, whatever was typed since.
function defaults(form) {
  const found = [];
  for (const it of form.elements) {
    if (!it.name || NOT_TYPED.has(it.name) || it.nodeName === "BUTTON") continue;
    if (it.type === "checkbox" || it.type === "radio") found.push([it.name, it.value, it.defaultChecked]);
    else if (it.nodeName === "SELECT") {
      found.push([it.name, [...it.options].filter((o) => o.defaultSelected).map((o) => o.value)]);
    } else found.push([it.name, it.defaultValue]);
  }
  return JSON.stringify(found);
}

// A form that comes anew while another version of it is being typed in.
export function news(form, fresh) {
  if (form.dataset.typed !== fresh.dataset.typed) {
    renamed(form, fresh);
  }
  for (const name of NOT_TYPED) {
    const [old, now] = [form, fresh].map((it) => it.querySelector(`input[name="${name}"]`));
    if (old && now) old.value = now.value;
  }
  if (defaults(form) === defaults(fresh)) return;
  for (const it of form.querySelectorAll("[data-elsewhere]")) it.hidden = false;
}

// Whether a form is of the same article as another one, whose file may have been moved.
export const isOfSame = (form, fresh) =>
  fresh.dataset.typed === form.dataset.typed || fresh.dataset.was === form.dataset.typed;

// What is typed in a form goes on as that of the new path.
function renamed(form, fresh) {
  stored((storage) => storage.removeItem(key(form)));
  for (const name of ["typed", "was"]) form.dataset[name] = fresh.dataset[name] ?? "";
  form.elements.path.value = fresh.elements.path.value;
  follow(form);
}

export function saved(form) {
  delete form.dataset.liveDirty;
  stored((storage) => storage.removeItem(key(form)));
}

export function follow(form) {
  form.dataset.liveDirty = "";
  const written = JSON.stringify(fields(form));
  stored((storage) => storage.setItem(key(form), written));
}

function stored(work) {
  try {
    return work(sessionStorage);
  } catch {
    return null; // without storage the page itself has to keep it
  }
}

// Puts back what was typed in forms that are shown again, and follows them from now on.
export function keepTyped() {
  mark();
  for (const form of forms()) {
    if (followed.has(form)) continue;
    followed.add(form);
    form.addEventListener("input", () => follow(form));
    form.addEventListener("change", () => follow(form));
    restore(form);
  }
}

function restore(form) {
  const before = form.dataset.was ? PREFIX + form.dataset.was : "";
  const written = stored((storage) => storage.getItem(key(form)) ?? storage.getItem(before));
  if (!written || written === JSON.stringify(fields(form))) return;
  const kept = JSON.parse(written);
  const values = Map.groupBy ? Map.groupBy(kept, ([name]) => name) : grouped(kept);
  for (const it of form.elements) {
    if (!it.name || NOT_TYPED.has(it.name) || it.nodeName === "BUTTON" || it.type === "hidden") continue;
    const found = values.get(it.name) ?? [];
    if (it.type === "checkbox" || it.type === "radio") {
      it.checked = found.some(([, value]) => value === it.value);
    } else if (found.length) it.value = found.shift()[1];
  }
  if (before) stored((storage) => storage.removeItem(before));
  follow(form);
  for (const it of form.querySelectorAll("[data-restored]")) it.hidden = false;
}

// What was typed before, and the way back to what is in the file.
document.addEventListener("click", (event) => {
  const { form } = event.target.closest?.("[data-discard]") ?? {};
  if (!form) return;
  saved(form);
  form.reset();
  for (const it of form.querySelectorAll("[data-restored]")) it.hidden = true;
  (form.querySelector("[data-arrive]") ?? form.elements[0]).focus();
});

// Which cards are of articles with something typed that is not saved.
function mark() {
  for (const it of document.querySelectorAll("[data-unsaved]")) {
    it.hidden = !stored((storage) => storage.getItem(`${PREFIX}article-${it.dataset.unsaved}`));
  }
}

function grouped(pairs) {
  const found = new Map();
  for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
  return found;
}

addEventListener("beforeunload", (event) => {
  if ([...forms()].some(isDirty)) event.preventDefault();
});
