// Lets a reader choose light or dark, tells a browser of the web app manifest, and gives printed pages
// their running head.
// Without script a page follows the device, and nothing is missing.
(() => {
  "use strict";
  const { label, auto, light, dark, manifest } = document.currentScript.dataset;
  const root = document.documentElement;
  const KEY = "broadsheet-appearance";
  root.dataset.running = document.title;

  const stored = (action) => {
    try {
      return action(window.localStorage);
    } catch {
      return null; // storage is closed to this page: the choice lasts as long as the page
    }
  };

  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const chosen = stored((storage) => storage.getItem(KEY));
  show(chosen === "light" || chosen === "dark" ? chosen : "");

  const select = document.createElement("select");
  for (const [value, words] of [["", auto], ["light", light], ["dark", dark]]) {
    select.add(new Option(words, value, false, value === (root.dataset.theme || "")));
  }
  select.addEventListener("change", () => {
    show(select.value);
    stored((storage) =>
      select.value ? storage.setItem(KEY, select.value) : storage.removeItem(KEY));
  });
  const choice = document.createElement("label");
  choice.append(label, " ", select);
  document.querySelector("footer").append(choice);

  if (manifest && location.protocol.startsWith("http")) {
    const link = document.createElement("link");
    link.rel = "manifest";
    link.href = manifest;
    document.head.append(link);
  }
})();
