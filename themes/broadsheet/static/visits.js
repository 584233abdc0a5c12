// Marks what has come since a reader's last visit to this page. Nothing leaves the device.
(() => {
  "use strict";
  const words = document.currentScript.dataset.new;
  const KEY = `broadsheet-seen ${location.pathname}`;
  try {
    const dated = [...document.querySelectorAll(".card, .brief")].map((card) => {
      const time = card.querySelector("time[datetime]");
      return { card, moment: time ? Date.parse(time.dateTime) : NaN };
    }).filter(({ moment }) => !Number.isNaN(moment));
    const seen = Number(localStorage.getItem(KEY));
    const newest = Math.max(seen, ...dated.map(({ moment }) => moment));
    for (const { card, moment } of dated) {
      if (seen && moment > seen) {
        const link = card.querySelector("h2 a, h3 a");
        const mark = document.createElement("span");
        mark.className = "new";
        mark.textContent = words;
        link.before(mark, " ");
      }
    }
    localStorage.setItem(KEY, String(newest));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is closed: nothing is marked
  }
})();
