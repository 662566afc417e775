// What a widget's component can't see: what a reader did in a form before the module came, and where the
// focus was when its element went. Loaded with the module of calculators and comparer.
// In: an island's root. Out: a function that tells the widget, once it is alive.

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/**
 * What the reader (or the browser, on the way back) has put into a field, as a function that
 * does so again, now that somebody listens; nothing for a field that is as the page was built.
 * @param {Field} field
 * @returns {(() => void)[]}
 */
const again = (field) => {
  const { value, checked } = /** @type {HTMLInputElement} */ (field);
  const asBuilt = field instanceof HTMLSelectElement
    ? (field.querySelector('option[selected]') ?? field.options[0])?.getAttribute('value') === value
    : /^(?:radio|checkbox)$/.test(field.type)
      ? checked === field.defaultChecked || (field.type === 'radio' && !checked)
      : value === field.defaultValue;
  return asBuilt ? [] : [() => {
    Object.assign(field, { value, checked });
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  }];
};

/**
 * What tells an element from its neighbours, before and after it was made anew.
 * @param {HTMLInputElement} element
 */
const mark = ({ tagName, name, value, textContent }) => [tagName, name, value ?? textContent].join();

/**
 * Gives the focus back when the element that had it was made anew, or can't be used any longer: to its
 * like; from a button that is gone, to one of the same kind, or else to one beside it.
 * @param {Element} root
 */
const keepFocus = (root) => {
  /** @type {HTMLInputElement | undefined} */
  let had;
  root.addEventListener('focusin', ({ target }) => { had = /** @type {HTMLInputElement} */ (target); });
  new MutationObserver(() => {
    // What can't be used any longer keeps the focus until the next frame.
    const lost = had && (had.disabled || !had.isConnected) && [document.body, had].some((at) => at === document.activeElement);
    if (!had || !lost) return;
    const { name } = had;
    const was = mark(had);
    const isControl = had.matches('button, input');
    const some = isControl ? ['[data-out] :is(button, input)', 'button:enabled'] : ['[data-out] :is(a, summary)'];
    const all = /** @type {HTMLInputElement[]} */ (some.flatMap((selector) => [...root.querySelectorAll(selector)]));
    const like = all.find((other) => mark(other) === was);
    (like ?? (isControl ? all.find((other) => other.name === name) ?? all[0] : null))?.focus();
  }).observe(root, { attributeFilter: ['disabled'], childList: true, subtree: true });
};

/** @param {Element} root */
export const beside = (root) => {
  keepFocus(root);
  const fields = /** @type {NodeListOf<Field>} */ (root.querySelectorAll('input, select'));
  const all = [...fields].flatMap(again);
  return () => all.forEach((tell) => tell());
};
