// Sends forms without leaving the page: a line that drops loses nothing. Keeps a screen of the declaration in this browser,
// by consent, until the server has it.
(() => {
  const KEY = "vigie-brouillon";
  const find = (what, where = document) => where.querySelector(what);
  const store = (kept) => {
    try {
      if (kept) localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), ...kept }));
      else localStorage.removeItem(KEY);
      return true;
    } catch {
      return false; // Full, or none.
    }
  };
  // That something is kept is the consent; 72 hours later nothing is.
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (kept && Date.now() - kept.at < 72 * 3600e3) return kept;
    } catch {
      // Not ours.
    }
    store();
    return null;
  };
  const typed = (form) => [...new FormData(form)].filter(([name]) => name !== "jeton");
  const say = (form, word, more = "") => {
    const note = find("[data-cut]", form);
    note.hidden = !word;
    note.textContent = word && `${more} ${note.dataset[word]}`.trim();
  };

  const save = (form) => {
    if (!find("#garder", form).checked || form.dataset.done) return;
    if (!store({ screen: form.dataset.draft, fields: typed(form) })) say(form, "full");
  };
  const restore = (form, kept) => {
    const before = String(typed(form));
    const values = (wanted) => kept.fields.filter(([name]) => name === wanted).map(([, value]) => value);
    for (const input of form.elements) {
      const given = values(input.name);
      if (input.name && /radio|checkbox/.test(input.type)) input.checked = given.includes(input.value);
      else if (/^text/.test(input.type) && given.length) [input.value] = given;
    }
    // The site that was chosen is found again.
    const [site] = values("facility");
    if (site && !find("[name=facility]:checked", form)) {
      find("#candidats").dataset.chosen = site;
      find("#recherche").dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (site || String(typed(form)) !== before) say(form, "back");
  };

  const send = async (form, by) => {
    const pressed = by || find("button", form);
    const words = find("[data-cut]", form).dataset;
    const label = pressed.textContent;
    const last = form.dataset.draft === "4" && !pressed.name;
    const body = new URLSearchParams(new FormData(form));
    if (pressed.name) body.append(pressed.name, pressed.value);
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), 30e3);
    let more = "";
    say(form, "");
    form.dataset.busy = 1;
    pressed.textContent = words.sending;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { accept: "application/json" }, signal: cut.signal,
      });
      const text = await answer.text();
      if (/json/.test(answer.headers.get("content-type"))) {
        const { to, reference } = JSON.parse(text);
        // Filed is what has a reference, whatever else answers.
        if (to && (reference || !last)) {
          form.dataset.done = 1;
          if (read()) store(reference ? null : { fields: [] });
          const there = new URL(to, location);
          location.assign(there);
          if (there.hash && there.pathname === location.pathname) location.reload();
          return;
        }
      } else {
        const page = new DOMParser().parseFromString(text, "text/html");
        const main = find("#contenu", page);
        if (main && [200, 401, 409, 422].includes(answer.status)) {
          document.title = page.title;
          find("#contenu").replaceWith(main);
          start();
          (find("#erreurs") || find("#candidats input") || main).focus();
          return;
        }
        more = main ? find("h1", main).textContent : "";
      }
    } catch {
      // The line dropped, or somebody else answered.
    } finally {
      clearTimeout(timer);
      delete form.dataset.busy;
      pressed.textContent = label;
    }
    say(form, "cut", more);
    pressed.textContent = words.again;
    pressed.focus();
  };

  const start = () => {
    for (const form of document.querySelectorAll("form[data-line]")) {
      form.onsubmit = (event) => {
        event.preventDefault();
        if (!form.dataset.busy) send(form, event.submitter);
      };
    }
    const form = find("form[data-draft]");
    if (!form) return;
    const kept = read();
    const consent = find("#garder", form);
    consent.parentNode.hidden = false;
    consent.checked = kept;
    if (kept && kept.screen === form.dataset.draft) restore(form, kept);
    consent.onchange = () => consent.checked || store();
    form.oninput = form.onchange = () => save(form);
  };

  read();
  if (find("[data-filed]")) store();
  const paper = find("#imprimer");
  if (paper) {
    paper.hidden = false;
    paper.onclick = () => print();
  }
  if (window.AbortController) start();
})();
