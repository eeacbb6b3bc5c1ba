// Keys and a palette, for those who work here all day. Without this script everything is a link or a button.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const rows = all(".queue tbody tr");
  const help = one("#touches");
  const switched = one("#touches-actives");
  const palette = one("#palette");
  const OFF = "vigie-touches";
  const kept = () => { try { return localStorage.getItem(OFF) !== "non"; } catch { return true; } };
  const keep = (on) => { try { on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "non"); } catch { /* for this page only */ } };

  const at = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (place) => one(".ref", rows[Math.max(0, Math.min(place, rows.length - 1))])?.focus();
  const act = (element) => {
    if (!element) return false;
    const closed = element.closest("details:not([open])");
    if (closed) closed.open = true;
    if (element.matches("a, button")) element.click(); else element.focus();
    return true;
  };
  const keys = {
    j: () => go(at() + 1),
    k: () => go(at() < 0 ? 0 : at() - 1),
    x: () => one("input[name=choix]", rows[at()] ?? document)?.click(),
    X: () => {
      const boxes = all("input[name=choix]");
      const every = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !every;
    },
    e: () => one(".beside", rows[at()] ?? document)?.click(),
    "?": () => { help.open = true; one("summary", help).focus(); },
  };

  // The palette: every way out of this page, by its words.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const offer = () => {
    const wanted = plain(one("input", palette).value).split(/\s+/);
    const ways = all("nav a, .queue .ref, main [data-key]:is(a, button), main h2 a, .facets a")
      .filter((way) => wanted.every((word) => plain(way.closest("tr")?.innerText ?? way.textContent).includes(word)))
      .slice(0, 12);
    one("ul", palette).replaceChildren(...ways.map((way) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.className = "link";
      button.textContent = way.closest("tr") ? way.closest("tr").innerText.replace(/\s+/g, " ").slice(0, 90) : way.textContent.trim();
      button.addEventListener("click", () => { palette.close(); way.click(); });
      item.append(button);
      return item;
    }));
  };

  if (help) {
    help.hidden = false;
    switched.checked = kept();
    switched.addEventListener("change", () => keep(switched.checked));
    one("input", palette).addEventListener("input", offer);
    one("form", palette).addEventListener("submit", (event) => {
      event.preventDefault();
      one("li button", palette)?.click();
    });
    document.addEventListener("keydown", (event) => {
      if (!switched.checked || event.altKey || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && event.key === "k") {
        event.preventDefault();
        one("input", palette).value = "";
        offer();
        palette.showModal();
        return;
      }
      const typing = event.target.matches("input:not([type=checkbox]), textarea, select") || palette.open;
      if (event.ctrlKey || event.metaKey || typing) return;
      const done = keys[event.key] && (rows.length > 0 || event.key === "?")
        ? (keys[event.key](), true)
        : /^[a-z/]$/.test(event.key) && act(one(`[data-key="${event.key}"]`));
      if (done) event.preventDefault();
    });
  }
})();
