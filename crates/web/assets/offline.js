// Public pages stay readable without a network, where the browser can keep them. They are fetched once this page is whole.
(() => {
  const keeper = navigator.serviceWorker;
  if (keeper) addEventListener("load", () => keeper.register("/service-worker.js").catch(() => {}));
})();
