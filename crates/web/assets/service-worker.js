// Public pages and the first gestures, readable when the network is the incident. Pages of the staff, of a declaration and of
// forms are neither kept nor touched: without a network a page that says so, and the telephone, stand in their place.
const VERSION = "@version";
const FIRST = @first;
const KEPT = @kept;
const CARDS = @cards;
const IMAGES = @images;
const OFFLINE = @offline;
const STAFF = @staff;
const DAY = 24 * 3600 * 1000;

// As anybody would see it: without cookies there is nothing of a person in it.
const fetched = async (cache, path) => {
  const answer = await fetch(path, { credentials: "omit", cache: "reload" });
  if (!answer.ok || answer.redirected) throw new Error(path);
  await cache.put(path, answer);
};
const keep = async (paths) => {
  const cache = await caches.open(VERSION);
  await Promise.all(paths.map((path) => fetched(cache, path)));
};
const kept = async (path) => (await caches.open(VERSION)).match(path);
const old = (answer) => !answer || Date.now() - Date.parse(answer.headers.get("date")) > DAY;

addEventListener("install", (event) => {
  // The cards of the reader's language and their images, as far as they come.
  const cards = () => Promise.allSettled([...(navigator.language.startsWith("fr") ? CARDS.fr : CARDS.en), ...IMAGES].map((path) => keep([path])));
  event.waitUntil(keep(FIRST).then(cards).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const others = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(others());
});

const page = async (event, path) => {
  const mine = KEPT.includes(path) ? await kept(path) : undefined;
  try {
    // A line that answers nothing is down as well, where there is something to show instead.
    const late = new Promise((resolve, reject) => {
      if (mine) setTimeout(reject, 6000);
    });
    const answer = await Promise.race([fetch(event.request), late]);
    if (KEPT.includes(path) && answer.ok && old(mine)) event.waitUntil(keep([path]).catch(() => {}));
    return answer;
  } catch {
    return mine || (await kept(path.startsWith("/en") ? OFFLINE.en : OFFLINE.fr)) || Response.error();
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (STAFF.some((start) => pathname === start || pathname.startsWith(start + "/"))) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (pathname.startsWith("/assets/") || IMAGES.includes(pathname)) {
    event.respondWith(kept(pathname).then((answer) => answer || fetch(request)));
  }
});
