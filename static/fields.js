// What a reader did in a form before a module came. Loaded with a module that must be told.
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

/** @param {Element} root */
export const beside = (root) => {
  const fields = /** @type {NodeListOf<Field>} */ (root.querySelectorAll('input, select'));
  const all = [...fields].flatMap(again);
  return () => all.forEach((tell) => tell());
};
