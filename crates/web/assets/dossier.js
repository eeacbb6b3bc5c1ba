// What is about to leave counts down, and who else is there is asked again. Without this script the page says both as they were.
(() => {
  for (const form of document.querySelectorAll(".waits")) {
    const tag = form.querySelector(".tag");
    let left = Number(form.dataset.seconds);
    const tick = setInterval(() => {
      left -= 1;
      if (left > 0) { tag.textContent = tag.textContent.replace(/\d+/, left); return; }
      clearInterval(tick);
      tag.textContent = form.dataset.left;
      form.querySelector("button").remove();
    }, 1000);
  }
  const presence = document.querySelector("#presence");
  const text = document.querySelector("#texte");
  let typed = 0;
  text?.addEventListener("input", () => { typed = Date.now(); });
  const ask = async () => {
    if (document.hidden) return;
    try {
      const writes = text?.value && Date.now() - typed < 60000 ? "?ecrit=1" : "";
      const answer = await fetch(presence.dataset.address + writes, { headers: { accept: "application/json" } });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) return location.reload();
      const said = (await answer.json()).text;
      if (said !== presence.textContent) presence.textContent = said;
    } catch { /* the line is down: asked again */ }
  };
  if (presence) setInterval(ask, 15000);
})();
