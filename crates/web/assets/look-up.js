// As one types, the register answers below the field. Without this script the button "search" does the same.
(() => {
  const here = (id) => document.getElementById(id);
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
    label.htmlFor = radio.id;
    radio.checked = item.finess === here("candidats").dataset.chosen;
    const words = document.createElement("span");
    words.textContent = item.name;
    const where = document.createElement("small");
    const street = item.address ? item.address.split("\n")[0] + "," : "";
    const number = item.finess.replace(/(...)(...)(...)/, "$1 $2 $3");
    where.textContent = [street, item.postcode, item.town, "·", number].join(" ").trim();
    words.append(where);
    label.append(radio, words);
    return label;
  };
  const search = async () => {
    const mine = ++turn;
    const typed = here("recherche").value.trim();
    if (typed.length < 2) return;
    try {
      const answer = await fetch("/api/v1/facilities?limit=3&q=" + encodeURIComponent(typed), {
        headers: { "accept-language": document.documentElement.lang },
      });
      if (!answer.ok || mine !== turn) return;
      const { items: found, why } = await answer.json();
      const list = here("candidats");
      const chosen = list.querySelector("input:checked");
      if (chosen && found.some((item) => item.finess === chosen.value)) return;
      list.replaceChildren(...found.map(row));
      const said = here("candidats-dits");
      said.textContent = why || said.dataset[["none", "one"][found.length] || "some"].replace("#", found.length);
    } catch {
      // The network is what may be down: the button still works when it is back.
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target.id !== "recherche") return;
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
})();
