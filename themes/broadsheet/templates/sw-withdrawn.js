// Ends reading offline in the browsers that had begun with it: throws away what they keep, and goes.
"use strict";
{% raw %}
const KEPT = `broadsheet ${new URL("./", self.location).href}`;
self.addEventListener("install", () => self.skipWaiting());
const empty = async () => {
  for (const name of [KEPT, `${KEPT} visited`]) await caches.delete(name);
};
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await empty();
    await self.registration.unregister();
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
    await empty(); // of what the worker before this one was just keeping
  })());
});
{% endraw %}
