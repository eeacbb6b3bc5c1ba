// A passkey answers between two sendings of one form: the first brings what to ask for, the second carries the answer.
// Without this script, or in a browser without passkeys, the form stays hidden and the other ways remain.
(() => {
  if (!window.PublicKeyCredential) return;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const asked = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    const known = [options.excludeCredentials, options.allowCredentials];
    for (const one of known.flatMap((list) => list ?? [])) one.id = bytes(one.id);
    return options;
  };
  const answered = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    response.transports = credential.response.getTransports?.();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };
  // What the browser says went wrong, as a key of our words.
  const why = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };
  const start = (form) => {
    const said = form.querySelector("[role=alert]");
    const button = form.querySelector("button");
    let busy = false;
    const say = (words) => {
      said.textContent = words;
      said.hidden = !words;
    };
    form.hidden = false;
    for (const other of document.querySelectorAll("[data-no-passkey]")) other.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      say("");
      try {
        const headers = { accept: "application/json" };
        const answer = await fetch(form.action, { method: "post", headers, body: new URLSearchParams(new FormData(form)) });
        // Anything but an answer for scripts is a page for the reader: the form sent as it is shows it.
        if (!answer.headers.get("content-type")?.startsWith("application/json")) return form.submit();
        const { options, ticket, error, to } = await answer.json();
        // Something comes first: to sign in again, or to prove who is there.
        if (to) return location.assign(to);
        if (error) return say(error);
        const publicKey = asked(options.publicKey);
        const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
        form.elements.ticket.value = ticket;
        form.elements.credential.value = answered(credential);
        form.submit();
      } catch (error) {
        say(said.dataset[why[error.name] ?? "failed"]);
        button.focus();
      } finally {
        busy = false;
      }
    });
  };
  document.querySelectorAll("form[data-passkey]").forEach(start);
})();
