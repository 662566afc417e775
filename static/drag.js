// Dragging in questions whose lines are put in order or matched: beside the lists that choose, which
// stay. Loaded with a module that has questions.
// In: an island's root, and the questions that come into it later. Out: handles at the steps of an
// order, chips for the right halves; after a drop the lists say what was dropped, and it is kept and
// told as if somebody had chosen there. Must not know: what is right, what is kept.

// How handles and chips look comes with them, since no page needs it before. A finger drags at a handle
// alone, so that the page scrolls beside it. What is held leaves a gap.
const LOOK = `
.options li:has(> .grip), .chip { position: relative; padding-left: 2rem; }
li .grip { display: grid; position: absolute; inset: 0 auto 0 0; width: 1.75rem; margin: 0; place-items: center; touch-action: none; }
.grip, .chip { user-select: none; cursor: grab; }
.grip::before { width: .7rem; height: 1.15rem; border-inline: .2rem dotted var(--ink-soft); content: ""; }
.question .chips { display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; list-style: none; font-size: var(--small); }
.chips::before { flex-basis: 100%; color: var(--ink-soft); content: "Drag to a line, or choose there:"; }
.chips li + li { margin-top: 0; }
.chip { display: block; padding-block: .2rem; padding-right: .7rem; border: 1px solid var(--line-strong); border-radius: 2px; background: var(--paper); }
[data-held] { outline: 2px dashed var(--line-strong); }
[data-held] > * { position: relative; z-index: 3; background: var(--paper); translate: var(--x) var(--y); }
[data-over] { outline: 2px solid var(--ink); background: var(--tint); }
:disabled > .chips { display: none; }
:disabled .grip { visibility: hidden; }
@media print { .chips, .grip { display: none; } }`;

/**
 * What is being dragged. A line of an order has no choice: its new place says all.
 * @typedef {{ id: number, item: HTMLElement, lines: HTMLElement[], choice?: string, x: number, y: number,
 *   from: PointerEvent, moves?: boolean, over?: HTMLElement }} Held
 */

/** Pixels that a pointer moves before it drags; and how near the window's edge the page moves along. */
const [SLIP, EDGE] = [4, 56];

/** @param {Element} line */
const select = (line) => /** @type {HTMLSelectElement} */ (line.querySelector('select'));

/** @param {Element} item */
const words = (item) => (item.querySelector('label span') ?? item).textContent;

/**
 * @param {string} kind
 * @param {string} text
 */
const made = (kind, text) => Object.assign(document.createElement('span'), { className: kind, textContent: text });

/**
 * Lines in the order of the places chosen for them; those without one behind.
 * @param {HTMLElement[]} lines
 */
const sorted = (lines) => {
  /** @param {HTMLElement} line */
  const place = (line) => (select(line).value === '' ? lines.length : Number(select(line).value));
  return [...lines].sort((a, b) => place(a) - place(b));
};

/**
 * Puts handles or chips to a list.
 * @param {HTMLElement} list
 */
const arm = (list) => {
  const lines = /** @type {HTMLElement[]} */ ([...list.children]);
  list.dataset.drag = '';
  if (list.closest('[data-form=order]')) {
    for (const line of lines) line.append(made('grip', ''));
    // Somebody comes back to what they put in order: the focus stays in the list.
    const inside = list.contains(document.activeElement);
    list.append(...sorted(lines));
    if (inside) select(list).focus();
    return;
  }
  const chips = document.createElement('ul');
  chips.className = 'chips';
  // To whoever hears the page the lists say the same.
  chips.setAttribute('aria-hidden', 'true');
  for (const { value, text } of [...select(list).options].slice(1)) {
    const chip = document.createElement('li');
    chip.dataset.choice = value;
    chip.append(made('chip', text));
    chip.firstElementChild?.append(made('grip', ''));
    chips.append(chip);
  }
  list.after(chips);
};

/** @param {HTMLElement} root */
export const beside = (root) => {
  // An old browser has the lists.
  if (!('adoptedStyleSheets' in document)) return;
  const look = new CSSStyleSheet();
  look.replaceSync(LOOK);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, look];
  const said = document.createElement('p');
  said.className = 'visually-hidden';
  said.setAttribute('role', 'status');
  root.append(said);

  const all = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const lists = root.querySelectorAll(':is([data-form=order], [data-form=match]) .options:not([data-drag])');
    lists.forEach(arm);
  };
  all();
  new MutationObserver(all).observe(root, { childList: true, subtree: true });

  /** @type {Held | undefined} */
  let held;

  /** @param {PointerEvent} event */
  const take = (event) => {
    const handles = event.pointerType === 'mouse' ? '.grip, .chip' : '.grip';
    const grip = event.target instanceof Element && event.target.closest(handles);
    const fields = grip && grip.closest('fieldset');
    if (!fields || fields.disabled || event.button) return;
    // No text is marked, and a list keeps the focus.
    event.preventDefault();
    end(false);
    grip.setPointerCapture(event.pointerId);
    const item = /** @type {HTMLElement} */ (grip.closest('li'));
    const { left, top } = item.getBoundingClientRect();
    held = {
      id: event.pointerId,
      item,
      lines: /** @type {HTMLElement[]} */ ([...(/** @type {Element} */ (fields.querySelector('.options'))).children]),
      choice: item.dataset.choice,
      x: event.clientX - left,
      y: event.clientY - top,
      from: event,
    };
  };

  /** @param {PointerEvent} event */
  const move = ({ pointerId, clientX, clientY }) => {
    if (held?.id !== pointerId) return;
    const { item, lines, choice, from } = held;
    if (!held.moves) {
      if (Math.hypot(clientX - from.clientX, clientY - from.clientY) < SLIP) return;
      held.moves = true;
      item.dataset.held = '';
      if (choice === undefined) {
        // What was chosen in the lists holds. The held line itself never leaves the page: that would let it go.
        const order = sorted(lines);
        const at = order.indexOf(item);
        item.before(...order.slice(0, at));
        item.after(...order.slice(at + 1));
      }
    }
    if (clientY < EDGE) scrollBy(0, -8);
    if (clientY > innerHeight - EDGE) scrollBy(0, 8);
    if (choice === undefined) {
      /** @param {Element | null} line */
      const middle = (line) => {
        const { top, height } = /** @type {Element} */ (line).getBoundingClientRect();
        return top + height / 2;
      };
      let next;
      while ((next = item.previousElementSibling) && clientY < middle(next)) item.after(next);
      while ((next = item.nextElementSibling) && clientY > middle(next)) item.before(next);
    } else {
      held.over?.removeAttribute('data-over');
      held.over = lines.find((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return clientY >= top && clientY < bottom;
      });
      held.over?.setAttribute('data-over', '');
    }
    const { left, right, top } = item.getBoundingClientRect();
    // A chip stays in the window: beyond its edge the page would grow.
    const x = Math.max(-left, Math.min(clientX - held.x - left, document.documentElement.clientWidth - right));
    item.style.setProperty('--x', choice === undefined ? '0px' : `${x}px`);
    item.style.setProperty('--y', `${clientY - held.y - top}px`);
  };

  /**
   * Lets go: where it is, or where it was.
   * @param {boolean} drops
   */
  const end = (drops) => {
    if (!held) return;
    const { item, lines, choice, moves, over } = held;
    held = undefined;
    item.removeAttribute('style');
    item.removeAttribute('data-held');
    over?.removeAttribute('data-over');
    if (!moves) return;
    const list = /** @type {Element} */ (item.parentElement);
    if (!drops) {
      if (choice === undefined) list.append(...lines);
      return;
    }
    if (choice === undefined) {
      [...list.children].forEach((line, at) => { select(line).value = String(at); });
      said.textContent = `${words(item)}: ${[...list.children].indexOf(item) + 1} of ${lines.length}`;
    } else if (over) {
      select(over).value = choice;
      said.textContent = `${words(over)}: ${words(item)}`;
    } else {
      return;
    }
    select(over ?? item).dispatchEvent(new Event('change', { bubbles: true }));
  };

  root.addEventListener('pointerdown', take);
  root.addEventListener('pointermove', move);
  root.addEventListener('pointerup', ({ pointerId }) => { if (held?.id === pointerId) end(true); });
  root.addEventListener('pointercancel', () => end(false));
  root.addEventListener('lostpointercapture', () => end(false));
  document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') end(false); });
};
