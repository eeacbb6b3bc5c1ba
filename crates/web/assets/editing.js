// The preview follows what is typed. Without this script it comes at the press of a button.
(() => {
  const form = document.querySelector("#texte");
  const live = document.querySelector("#direct");
  if (!form || !live) return;
  live.closest("label").hidden = false;
  let wait;
  let asked = 0;
  const show = async () => {
    const turn = ++asked;
    try {
      const fields = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.preview, { method: "POST", body: fields, headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected || turn !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#apercu");
      if (fresh && turn === asked) document.querySelector("#apercu").replaceWith(document.adoptNode(fresh));
    } catch { /* the line is down: the next word asks again */ }
  };
  const soon = () => { clearTimeout(wait); if (live.checked) wait = setTimeout(show, 500); };
  form.addEventListener("input", soon);
  live.addEventListener("change", soon);
})();
