// Adds a button beside each address of a feed that copies it. Without script the addresses are
// texts to select and links to copy.
(() => {
  "use strict";
  const { copy, copied, refused } = document.currentScript.dataset;
  if (!navigator.clipboard) return; // a page opened from disk may not copy

  for (const place of document.querySelectorAll("[data-address]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    const name = place.closest("li")?.querySelector("h3") ?? place;
    button.setAttribute("aria-label", `${copy}: ${name.textContent}`);
    const say = (words) => {
      button.textContent = words;
      button.setAttribute("aria-label", `${words}: ${name.textContent}`);
    };
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(place.href ?? place.textContent);
        say(copied);
      } catch {
        getSelection().selectAllChildren(place); // to copy by hand
        say(refused);
      }
    });
    place.after(" ", button);
  }
})();
