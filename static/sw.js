/**
 * The service worker: the site without a network.
 *
 * The build writes `self.site` in front of this file: all pages with a key
 * that changes when the page does. A new deployment brings a new list, and
 * only pages with a new key are fetched again. Pages come from the network
 * while there is one; files under `assets/` carry a hash in their name and
 * come from the cache.
 *
 * @typedef {object} Site
 * @property {string} base the site's path, `/` or `/notes/`
 * @property {Record<string, string>} files path below the base to key
 * @property {string[]} core paths without which the site can't be shown
 * @property {string[]} checks what a self-check needs
 * @property {string[]} later files that are kept when they are first asked for
 * @property {string} css path of the stylesheet
 * @property {boolean} complete whether `files` has all pages of the site
 */

const worker = /** @type {ServiceWorkerGlobalScope & { site: Site }} */ (/** @type {unknown} */ (self));
const { base, files, core, checks, later, css, complete } = worker.site;

// Sites of one user share an origin, and so their caches: the name says whose it is.
const FAMILY = `studydeck:${base}:`;
const CACHE = `${FAMILY}1`;
const SEEN = "?seen";
const SEEN_LIMIT = 60;
const PATIENCE_MS = 3000;
const AT_ONCE = 4;

const open = () => caches.open(CACHE);

/**
 * The name under which a file is kept.
 * @param {string} path
 */
const nameOf = (path) => {
  if (path in files) return `${base}${path}?${files[path]}`;
  return path.startsWith("assets/") ? base + path : base + path + SEEN;
};

/** @param {string} name */
const absolute = (name) => new URL(name, location.origin).href;

/**
 * The path below the base, or nothing for an address outside the site.
 * @param {string} address
 */
const pathOf = (address) => {
  const { origin, pathname } = new URL(address);
  if (origin !== location.origin || !pathname.startsWith(base)) return undefined;
  try {
    return decodeURI(pathname.slice(base.length));
  } catch {
    return undefined;
  }
};

/**
 * Fetches a file and keeps it, unless it is kept already.
 * @param {Cache} cache
 * @param {string} path
 */
const keep = async (cache, path) => {
  const name = nameOf(path);
  if (await cache.match(name, { ignoreVary: true })) return;
  // A hashed name can't be stale; anything else the browser has to ask about.
  const mode = path.startsWith("assets/") ? "default" : "no-cache";
  const response = await fetch(base + path, { cache: mode });
  if (path !== "404.html" && (!response.ok || response.redirected)) throw new Error(`${response.status} ${path}`);
  await cache.put(name, response);
};

/**
 * Keeps as many of `paths` as can be had, a few at a time.
 * @param {string[]} paths
 */
const keepAll = async (paths) => {
  const cache = await open();
  const waiting = [...paths];
  const lane = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      await keep(cache, path).catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
};

const install = async () => {
  const cache = await open();
  await Promise.all(core.map((path) => keep(cache, path)));
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (!connection?.saveData) await keepAll([...Object.keys(files), ...checks]);
  await worker.skipWaiting();
};

/** Drops what no page of this deployment asks for. */
const tidy = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(FAMILY) && name !== CACHE) await caches.delete(name);
  }
  const cache = await open();
  const kept = await cache.keys();
  const present = new Set(kept.map((request) => request.url));
  const current = new Set([...Object.keys(files), ...core, ...later].map((path) => absolute(nameOf(path))));
  const seen = kept.filter((request) => request.url.endsWith(SEEN));
  const old = kept.filter((request) => !current.has(request.url) && !seen.includes(request));
  // An old copy is better than none: it stays until the new one is here, and
  // with it what it needs to be shown.
  const lastCopies = old.filter(({ url }) => {
    const path = pathOf(url);
    return path !== undefined && path in files && !present.has(absolute(nameOf(path)));
  });
  const isNeeded = (/** @type {Request} */ { url }) => lastCopies.length > 0 && url.startsWith(absolute(`${base}assets/`));
  const dropped = old.filter((request) => !lastCopies.includes(request) && !isNeeded(request));
  await Promise.all([...dropped, ...seen.slice(0, -SEEN_LIMIT)].map((request) => cache.delete(request)));
};

const activate = async () => {
  await tidy();
  await worker.clients.claim();
};

/**
 * The kept copy of a file: this deployment's, or else an older one.
 * @param {string} path
 */
const copyOf = async (path) => {
  const cache = await open();
  const exact = await cache.match(nameOf(path), { ignoreVary: true });
  return exact ?? (await cache.match(base + path, { ignoreVary: true, ignoreSearch: true }));
};

/**
 * @param {FetchEvent} event
 * @param {string} path
 */
const load = (event, path) => {
  // An old page asks for files that the host has no longer: the browser's own
  // cache has to ask the host before it gives a page.
  const { mode } = event.request;
  const loading = fetch(event.request, mode === "navigate" ? { cache: "no-cache" } : {});
  const store = async () => {
    const response = await loading;
    if (!response.ok || response.redirected || response.type !== "basic") return;
    const copy = response.clone();
    await (await open()).put(nameOf(path), copy);
  };
  // Registered before anyone else reads the response: its clone is whole.
  event.waitUntil(store().catch(() => {}));
  return loading;
};

/**
 * @param {FetchEvent} event
 * @param {string} path
 */
const cacheFirst = async (event, path) => (await copyOf(path)) ?? load(event, path);

/**
 * @param {FetchEvent} event
 * @param {string} path
 */
const networkFirst = async (event, path) => {
  const loading = load(event, path).catch(() => undefined);
  const copy = await copyOf(path);
  if (!copy) return (await loading) ?? withoutNetwork(event.request, path);
  // A network that does not answer is as good as none.
  const tooLong = new Promise((done) => setTimeout(done, PATIENCE_MS));
  const response = /** @type {Response | undefined} */ (await Promise.race([loading, tooLong]));
  return response && response.status < 500 ? response : copy;
};

/**
 * @param {Request} request
 * @param {string} path
 */
const withoutNetwork = async (request, path) => {
  if (request.mode !== "navigate") return Response.error();
  if (!path.endsWith("/") && `${path}/` in files) return Response.redirect(`${base}${path}/`, 302);
  const missing = complete && !(path in files) ? await copyOf("404.html") : undefined;
  const headers = { "content-type": "text/html; charset=utf-8" };
  if (missing) return new Response(await missing.text(), { status: 404, headers });
  return new Response(offlinePage(), { status: 503, headers });
};

const offlinePage = () => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not on this device</title>
<link rel="stylesheet" href="${base}${css}">
<main class="sheet">
<h1>This page is not on this device yet</h1>
<p>There is no network, and the page was not opened here before. It will be kept once you have opened it online.</p>
<p><a href="">Try again</a> or go to the <a href="${base}">home page</a>.</p>
</main>
</html>
`;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== "GET" || path === undefined || request.headers.has("range")) return;
  event.respondWith(path.startsWith("assets/") ? cacheFirst(event, path) : networkFirst(event, path));
});

// A page tells what it had loaded before this worker stood between.
worker.addEventListener("message", (event) => {
  const { keep: addresses } = event.data ?? {};
  if (!Array.isArray(addresses)) return;
  const paths = addresses.map((address) => pathOf(String(address))).filter((path) => path !== undefined);
  event.waitUntil(keepAll(paths));
});
