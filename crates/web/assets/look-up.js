// As one types, the register answers below the field. Without this script the button "search" does the same.
(() => {
  const field = document.getElementById("recherche");
  const list = document.getElementById("candidats");
  const said = document.getElementById("candidats-dits");
  if (!field || !list || !said) return;
  let turn = 0;
  let timer;
  const row = (item, place) => {
    const label = document.createElement("label");
    label.className = "choice";
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = "facility";
    radio.value = item.finess;
    radio.id = "facility-" + place;
    const words = document.createElement("span");
    words.textContent = item.name;
    const where = document.createElement("small");
    where.textContent = [item.postcode, item.town, "·", item.finess].join(" ");
    words.append(where);
    label.append(radio, words);
    return label;
  };
  const search = async () => {
    const mine = ++turn;
    const typed = field.value.trim();
    if (typed.length < 2) return;
    try {
      const answer = await fetch("/api/v1/facilities?limit=5&q=" + encodeURIComponent(typed));
      if (!answer.ok || mine !== turn) return;
      const found = (await answer.json()).items;
      const chosen = list.querySelector("input:checked");
      if (chosen && found.some((item) => item.finess === chosen.value)) return;
      list.replaceChildren(...found.map(row));
      said.textContent = said.dataset[found.length ? "some" : "none"].replace("#", found.length);
    } catch {
      // The network is what may be down: the button still works when it is back.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
})();
