// Brings the widgets of a page to life. Loaded only by pages that have one; downloads the module
// only when an island comes near, is used, or the address says something about it.
// In: <section data-island="kind"><div data-root>…</div><script type="application/json">…</script>
// and the addresses of glue and module in this script's own data attributes.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {{ default: (options: { module_or_path: string }) => Promise<unknown>, hydrate: (kind: string, root: Element, props: string) => boolean }} Glue */

/** @type {NodeListOf<HTMLElement>} */
const islands = document.querySelectorAll('[data-island]');
const { glue, wasm } = /** @type {HTMLElement} */ (document.querySelector('script[data-glue]')).dataset;
const page = document.documentElement;

/** @type {Promise<Glue> | undefined} */
let module;

/** Downloads and starts the module, once. */
const load = () =>
  (module ??= import(new URL(/** @type {string} */ (glue), document.baseURI).href).then(async (/** @type {Glue} */ glue) => {
    await glue.default({ module_or_path: new URL(/** @type {string} */ (wasm), document.baseURI).href });
    return glue;
  }));

/** The end of this turn of the event loop: by then the components have rendered and run their effects. */
const turn = () => new Promise((done) => setTimeout(done));

/**
 * What the reader (or the browser, on the way back) has put into a field, as a function that
 * puts it there again: hydration resets every field to what the page was built with.
 * @param {Field} field
 * @returns {(() => void)[]}
 */
const kept = (field) => {
  if (field instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(field.type)) {
    const { checked } = field;
    if (checked === field.defaultChecked || (field.type === 'radio' && !checked)) return [];
    return [() => { if (field.checked !== checked) field.click(); }];
  }
  const { value } = field;
  const asBuilt = field instanceof HTMLSelectElement
    ? (field.querySelector('option[selected]') ?? field.options[0])?.getAttribute('value')
    : field.defaultValue;
  if (value === asBuilt) return [];
  return [() => {
    field.value = value;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  }];
};

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

/** A panic stops every widget of the page: their scheduler is one. */
const stopped = () => {
  page.dataset.widgets = 'broken';
  for (const island of islands) {
    delete island.dataset.ready;
    say(island, 'This widget stopped. The text and figures on the page still hold.', true);
  }
};

/** @param {unknown} error */
const watch = (error) => { if (error instanceof WebAssembly.RuntimeError) stopped(); };
addEventListener('error', (event) => watch(event.error));
addEventListener('unhandledrejection', (event) => watch(event.reason));

/** @param {HTMLElement} island */
const start = async (island) => {
  if ('started' in island.dataset) return;
  island.dataset.started = '';
  try {
    const { hydrate } = await load();
    if (page.dataset.widgets) return;
    const root = /** @type {Element} */ (island.querySelector('[data-root]'));
    const props = island.querySelector('script[type="application/json"]')?.textContent ?? '';
    const restore = [...root.querySelectorAll('input, select, textarea')].flatMap((field) => kept(/** @type {Field} */ (field)));
    if (!hydrate(/** @type {string} */ (island.dataset.island), root, props)) throw new Error('unknown widget');
    await turn();
    for (const put of restore) put();
    await turn();
    if (!page.dataset.widgets) island.dataset.ready = '';
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) stopped();
    else say(island, 'The controls could not be loaded. The figures shown are the worked example.', false);
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
