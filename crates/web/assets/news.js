// What is new in the queue is said above it, and shown when asked for: no line moves under the cursor. A stream tells it at once; where
// nothing is heard of one, it is asked for. Neither while nobody looks. Without this script the page says when its list was made.
(() => {
  const news = document.querySelector("#nouveautes");
  const [made, link] = news.children;
  let stream;
  let heard = 0;
  let full = false;
  const tell = ({ changed, exercises, text }) => {
    if (changed + exercises === 0 || link.textContent === text) return;
    link.textContent = text;
    link.hidden = false;
    made.hidden = true;
  };
  const ask = async () => {
    try {
      const answer = await fetch(news.dataset.address, { headers: { accept: "application/json" } });
      // Whoever may no longer see sees it at once, as the page itself would say it.
      if (answer.redirected || [401, 403, 404].includes(answer.status)) return location.reload();
      tell(await answer.json());
    } catch { /* the line is down: asked again */ }
  };
  const hush = () => {
    stream?.close();
    heard = 0;
  };
  const listen = () => {
    hush();
    if (full || document.hidden) return;
    stream = new EventSource(news.dataset.address);
    stream.onmessage = ({ data }) => {
      heard = Date.now();
      tell(JSON.parse(data));
    };
    stream.onerror = () => {
      hush();
      ask();
    };
    // Others needed the place: until one comes back to this page, asking does as well.
    stream.addEventListener("full", () => {
      full = true;
      hush();
    });
  };
  listen();
  document.addEventListener("visibilitychange", () => {
    full = false;
    listen();
  });
  // A stream says something every 20 seconds: after 50 the line is taken for broken.
  setInterval(() => {
    if (document.hidden || Date.now() - heard < 50000) return;
    ask();
    listen();
  }, 20000);
})();
