/**
 * Stands at the address of a site's service worker while the development
 * server runs: an older worker on this origin would show pages from its cache.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => {
  const leave = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("studydeck:")) await caches.delete(name);
    }
    await worker.registration.unregister();
  };
  event.waitUntil(leave());
});
