// Filters the table of changes. The filter stands in the address, so that a filtered view can be linked to.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = Array.from(document.querySelectorAll("#changes tbody tr"));
  const levels = Array.from(form.querySelectorAll("[name=level]"));
  const words = ["kind", "group", "endpoint"];

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has("level")) {
      const wanted = asked.get("level").split(",");
      for (const box of levels) box.checked = wanted.includes(box.value);
    }
    for (const name of words) if (asked.has(name)) form.elements[name].value = asked.get(name);
  }

  function write() {
    const asked = new URLSearchParams();
    const wanted = levels.filter((box) => box.checked).map((box) => box.value);
    if (wanted.length < levels.length) asked.set("level", wanted.join(","));
    for (const name of words) if (form.elements[name].value) asked.set(name, form.elements[name].value);
    history.replaceState(null, "", `#${asked}`);
  }

  function show() {
    const wanted = new Set(levels.filter((box) => box.checked).map((box) => box.value));
    const kind = form.elements.kind.value;
    const group = form.elements.group.value;
    const text = form.elements.endpoint.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const is = row.dataset;
      row.hidden = !(
        wanted.has(is.level) && (!kind || is.kind === kind) && (!group || is.group === group) && is.search.includes(text)
      );
      count += !row.hidden;
    }
    document.getElementById("count").textContent = `${count} of ${rows.length} changes`;
    document.getElementById("nothing").hidden = count > 0;
  }

  document.documentElement.classList.add("scripted");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { show(); write(); });
  // A form is only empty again after its reset event.
  form.addEventListener("reset", () => setTimeout(() => { show(); write(); }));
  window.addEventListener("hashchange", () => { read(); show(); });
  read();
  show();
})();
