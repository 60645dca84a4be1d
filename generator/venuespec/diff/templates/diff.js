// Filters the changes and unfolds their stories. The filter stands in the address, so that a filtered view can be
// linked to; an address that names a change or a story shows it.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const stories = Array.from(document.querySelectorAll("#changes .story"), (story) => ({
    story,
    fold: story.querySelector("details"),
    parts: Array.from(story.querySelectorAll(".part"), (part) => ({
      part,
      entries: Array.from(part.querySelectorAll(".entry")),
    })),
    text: story.textContent.toLowerCase(),
  }));
  const total = document.querySelectorAll("#changes .entry").length;
  const levels = Array.from(form.querySelectorAll("[name=level]"));
  const fields = ["breaks", "kind", "group", "endpoint", "param", "words"];
  const value = (name) => form.elements[name].value.trim();

  // A name without * that is there in full is meant in full; any other is a part of a name.
  const known = (attribute) => {
    const names = new Set();
    for (const entry of document.querySelectorAll("#changes .entry")) {
      for (const name of entry.dataset[attribute].split(" \u241f ")) names.add(name.toLowerCase());
    }
    return names;
  };
  const names = { names: known("names"), rows: known("rows") };

  function test(text, attribute) {
    const tests = text.toLowerCase().split(",").map((part) => part.trim()).filter(Boolean).map((part) => {
      if (part.includes("*")) {
        const escaped = part.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
        const pattern = new RegExp(`^${escaped.join(".*")}$`);
        return (name) => pattern.test(name);
      }
      return names[attribute].has(part) ? (name) => name === part : (name) => name.includes(part);
    });
    return (entry) => {
      if (!tests.length) return true;
      const own = entry.dataset[attribute].toLowerCase().split(" \u241f ");
      return tests.some((fits) => own.some(fits));
    };
  }

  function breaks(wanted) {
    if (!wanted) return () => true;
    if (wanted === "nobody") return (entry) => entry.dataset.breaks === "";
    if (wanted === "any") return (entry) => entry.dataset.breaks !== "";
    return (entry) => entry.dataset.breaks.split(" ").includes(wanted);
  }

  function show() {
    const wanted = new Set(levels.filter((box) => box.checked).map((box) => box.value));
    const [kind, group, words] = [value("kind"), value("group"), value("words").toLowerCase()];
    const tests = [breaks(value("breaks")), test(value("endpoint"), "names"), test(value("param"), "rows")];
    const passes = (entry) =>
      wanted.has(entry.dataset.level) && (!kind || entry.dataset.kind === kind) &&
      (!group || entry.dataset.group === group) && tests.every((fits) => fits(entry));
    let count = 0;
    let told = 0;
    for (const { story, parts, text } of stories) {
      const is_said = !words || text.includes(words);
      let here = 0;
      for (const { part, entries } of parts) {
        let shown = 0;
        for (const entry of entries) {
          entry.hidden = !(is_said && passes(entry));
          shown += !entry.hidden;
        }
        part.hidden = !shown;
        here += shown;
      }
      story.hidden = !here;
      count += here;
      told += here > 0;
    }
    for (const day of document.querySelectorAll("#changes .day")) {
      day.hidden = !day.querySelector(".story:not([hidden])");
    }
    document.getElementById("count").textContent =
      `${count} of ${total} changes, ${told} of ${stories.length} stories`;
    document.getElementById("nothing").hidden = count > 0;
  }

  function clear() {
    for (const box of levels) box.checked = true;
    for (const name of fields) form.elements[name].value = "";
  }

  function read() {
    const hash = location.hash.slice(1);
    const target = /^[\w-]+$/.test(hash) ? document.getElementById(hash) : null;
    if (target) {
      const fold = target.closest("details") || (target.matches(".story") && target.querySelector("details"));
      if (target.closest("#changes")) clear();
      if (fold) fold.open = true;
      show();
      target.scrollIntoView();
      return;
    }
    clear();
    const asked = new URLSearchParams(hash);
    if (asked.has("level")) {
      const wanted = asked.get("level").split(",");
      for (const box of levels) box.checked = wanted.includes(box.value);
    }
    for (const name of fields) if (asked.has(name)) form.elements[name].value = asked.get(name);
    show();
  }

  function write() {
    const asked = new URLSearchParams();
    const wanted = levels.filter((box) => box.checked).map((box) => box.value);
    if (wanted.length < levels.length) asked.set("level", wanted.join(","));
    for (const name of fields) if (value(name)) asked.set(name, value(name));
    history.replaceState(null, "", `#${asked}`);
  }

  function unfold(open) {
    for (const { fold } of stories) fold.open = open;
  }

  document.documentElement.classList.add("scripted");
  const button = document.getElementById("unfold");
  button.addEventListener("click", () => {
    const open = button.textContent === "Unfold all";
    unfold(open);
    button.textContent = open ? "Fold all" : "Unfold all";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { show(); write(); });
  // A form is only empty again after its reset event.
  form.addEventListener("reset", () => setTimeout(() => { show(); write(); }));
  // A link to a filtered view stands above the changes; on a phone these are far below it.
  window.addEventListener("hashchange", () => {
    read();
    if (location.hash.includes("=")) form.scrollIntoView();
  });
  window.addEventListener("beforeprint", () => unfold(true));
  read();
})();
