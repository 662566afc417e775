// Brings the islands of a page to life. Loaded only by pages that have one; downloads a module
// only when an island of it comes near, is used, or the address says something about it.
// In: <section data-island="kind" data-module="name"><div data-root>…</div><script type="text/plain">…</script>
// (and, if there is one, data-from with the address of a file of data)
// and the addresses of each module's glue and WASM in this script's own data attributes. Each glue exports
// a script beside it, too: fields.js, for a module that must be told what was done before it came, or drag.js.

/** @typedef {(kind: string, root: Element, props: string, data: string) => boolean} Hydrate */
/** @typedef {(root: HTMLElement) => (() => void) | void} Beside */
/** @typedef {{ default: (options: { module_or_path: Promise<Response> }) => Promise<unknown>, hydrate: Hydrate, beside: Beside }} Glue */

/** @type {NodeListOf<HTMLElement>} */
const islands = document.querySelectorAll('[data-island]');
const addresses = /** @type {HTMLElement} */ (document.querySelector('[data-boot]')).dataset;
const page = document.documentElement;

/** @type {Record<string, Promise<Glue>>} */
const modules = {};

/** The modules that stopped. */
const stopped = new Set();

/**
 * Where a file of a module lies.
 * @param {string} name
 * @param {'Glue' | 'Wasm'} part
 */
const address = (name, part) => new URL(/** @type {string} */ (addresses[name + part]), document.baseURI).href;

/**
 * Downloads and starts a module.
 * @param {string} name
 * @returns {Promise<Glue>}
 */
const begin = async (name) => {
  // Both at once: the one does not wait for the other.
  const wasm = fetch(address(name, 'Wasm'));
  /** @type {Glue} */
  const glue = await import(address(name, 'Glue'));
  await glue.default({ module_or_path: wasm });
  return glue;
};

/** The end of this turn of the event loop: by then the components have rendered and run their effects. */
const turn = () => new Promise((done) => setTimeout(done));

/**
 * Puts a message at the top of an island, once.
 * @param {HTMLElement} island
 * @param {string} text
 * @param {boolean} reload
 */
const say = (island, text, reload) => {
  if (island.querySelector('.widget-message')) return;
  const message = document.createElement('div');
  message.className = 'widget-message';
  message.setAttribute('role', 'status');
  message.append(Object.assign(document.createElement('p'), { textContent: text }));
  if (reload) {
    message.append(Object.assign(document.createElement('button'), {
      type: 'button', textContent: 'Reload', onclick: () => location.reload(),
    }));
  }
  island.prepend(message);
};

/**
 * A panic stops every island of its module: they share its memory.
 * @param {string} name
 */
const stop = (name) => {
  stopped.add(name);
  page.dataset.widgets = 'broken';
  for (const island of islands) {
    if (island.dataset.module !== name) continue;
    delete island.dataset.ready;
    say(island, 'This widget stopped. The text and figures on the page still hold.', true);
  }
};

/** @param {unknown} error */
const watch = (error) => {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  // Its trace names the module, or (in Safari) the glue that led into it. Where it does not, none is trusted.
  const names = Object.keys(modules);
  const guilty = names.filter((name) => [address(name, 'Wasm'), address(name, 'Glue')].some((part) => error.stack?.includes(part)));
  (guilty.length ? guilty : names).forEach(stop);
};
addEventListener('error', (event) => watch(event.error));
addEventListener('unhandledrejection', (event) => watch(event.reason));

/**
 * The file of data that an island names, as text.
 * @param {string | undefined} address
 */
const fetched = async (address) => {
  if (!address) return '';
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.text();
};

/** @param {HTMLElement} island */
const start = async (island) => {
  if ('started' in island.dataset) return;
  island.dataset.started = '';
  const name = /** @type {string} */ (island.dataset.module);
  try {
    const [{ hydrate, beside }, data] = await Promise.all([modules[name] ??= begin(name), fetched(island.dataset.from)]);
    if (stopped.has(name)) return;
    const root = /** @type {HTMLElement} */ (island.querySelector('[data-root]'));
    const props = island.querySelector('script[type="text/plain"]')?.textContent ?? '';
    const tell = beside(root);
    if (!hydrate(/** @type {string} */ (island.dataset.island), root, props, data)) throw new Error('unknown widget');
    await turn();
    tell?.();
    await turn();
    if (!stopped.has(name)) island.dataset.ready = '';
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) stop(name);
    else say(island, 'The controls could not be loaded. What stands here still holds.', false);
  }
};

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      near.unobserve(target);
      start(/** @type {HTMLElement} */ (target));
    }
  }
}, { rootMargin: '400px' });

for (const island of islands) {
  if (location.hash.includes('=')) start(island);
  else near.observe(island);
  for (const type of ['focusin', 'pointerenter', 'pointerdown']) {
    island.addEventListener(type, () => start(island), { once: true, passive: true });
  }
}

// Copies the address, which holds what a calculator's form says.
document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element && target.closest('[data-copy]');
  const said = button && button.nextElementSibling;
  if (!said) return;
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = 'Copied.';
  } catch {
    said.textContent = 'The browser refused. Copy the address from its bar.';
  }
});
