/**
 * What a page can do beyond its HTML: switch the theme, copy code, close
 * glossary tooltips, show what lies behind a link, follow the reader through
 * the contents, name sources that are due for a check, remember on this device which notes were read last, and
 * start the service worker.
 * Every page reads the same without it.
 */

const THEME = "studydeck.theme.v1";
const READING = "studydeck.reading.v1";
const root = document.documentElement;

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
const all = (selector) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];

/**
 * Storage can be blocked or full; then the page goes on without it.
 * @template T
 * @param {() => T} use
 * @returns {T | null}
 */
const stored = (use) => {
  try {
    return use();
  } catch {
    return null;
  }
};

/** The browser's own bars follow a theme that was chosen here. */
const colourBars = () => {
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const meta of all('meta[name="theme-color"]')) meta.setAttribute("content", paper);
};

/** The button goes round auto, light, dark. */
const themeSwitch = () => {
  if (root.dataset.theme) colourBars();
  const order = ["auto", "light", "dark"];
  for (const button of all("[data-theme-switch]")) {
    const label = /** @type {HTMLElement} */ (button.firstElementChild);
    label.textContent = root.dataset.theme ?? "auto";
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(root.dataset.theme ?? "auto") + 1) % 3];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      label.textContent = next;
      colourBars();
      stored(() => localStorage.setItem(THEME, next));
    });
  }
};

const copyButtons = () => {
  if (!navigator.clipboard) return;
  for (const block of all(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain copy";
    button.textContent = "Copy";
    button.ariaLive = "polite";
    button.addEventListener("click", async () => {
      const text = block.querySelector("code")?.textContent ?? "";
      const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
      button.textContent = done ? "Copied" : "Not copied: select the text by hand";
      setTimeout(() => (button.textContent = "Copy"), 2500);
    });
    block.append(button);
  }
};

/** The menu's sheet closes when focus leaves it, or would cover what has focus, and when it gets its own column. */
const menu = () => {
  const sheet = document.getElementById("sd-menu");
  if (!sheet?.hidePopover) return;
  sheet.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to instanceof Element && !sheet.contains(to) && !to.matches("[popovertarget]")) sheet.hidePopover();
  });
  matchMedia("(min-width: 64em)").addEventListener("change", () => sheet.hidePopover());
};

const tooltips = () => {
  const terms = all(".term");
  for (const term of terms) {
    const open = () => {
      delete term.dataset.closed;
      // On phones the sheet lies at the foot of the window, or else it would cover its own term.
      term.toggleAttribute("data-high", term.getBoundingClientRect().bottom > innerHeight * 0.6);
    };
    term.addEventListener("pointerenter", open);
    term.addEventListener("focusin", open);
    // Safari gives no focus to a button that is tapped or clicked.
    term.addEventListener("click", () => term.querySelector("button")?.focus());
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const term of terms) term.dataset.closed = "";
  });
  // On iOS a tap beside it would leave the focus, and so the sheet, where it is.
  addEventListener("pointerdown", ({ target }) => {
    for (const term of terms) if (!term.contains(/** @type {Node} */ (target))) term.dataset.closed = "";
  });
};

/**
 * What lies behind a link of the text, in a box beside it: for the mouse, for
 * the keyboard, and for a finger that stays down. The titles are fetched when
 * the first link asks for one.
 */
const previews = () => {
  const { previews: address } = document.body.dataset;
  if (!address) return;
  const box = document.createElement("div");
  box.id = "sd-preview";
  box.role = "tooltip";
  /** @type {Promise<{ families: Record<string, string>, pages: Record<string, string[]> } | undefined> | undefined} */
  let loading;
  /** @type {HTMLAnchorElement | undefined} the link whose box is open, or will be soon */
  let link;
  let timer = 0;
  let finger = false;

  const close = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    link = undefined;
    box.remove();
  };

  /** @param {HTMLAnchorElement} wanted */
  const open = async (wanted) => {
    // A failure is forgotten: the next link asks again.
    loading ??= fetch(address).then((response) => response.json()).catch(() => (loading = undefined));
    const data = await loading;
    const page = data?.pages[wanted.pathname];
    if (!page || link !== wanted) return;
    const [title, summary, family = ""] = page;
    box.dataset.family = family;
    box.replaceChildren(
      ...[data.families[family] ?? "", title, summary].map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
    (wanted.closest("main") ?? document.body).append(box);
    wanted.setAttribute("aria-describedby", box.id);
    // Under the link, or over it where the window ends.
    const { left, top, bottom } = wanted.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const y = bottom + height > innerHeight && top > height ? top - height : bottom;
    box.style.top = `${scrollY + y}px`;
    box.style.left = `${scrollX + Math.max(0, Math.min(left, root.clientWidth - width))}px`;
  };

  /**
   * @param {HTMLAnchorElement} wanted
   * @param {number} delay
   */
  const openSoon = (wanted, delay) => {
    close();
    link = wanted;
    timer = setTimeout(open, delay, wanted);
  };

  /**
   * The link to another page in which something happened.
   * @param {Event} event
   */
  const linkOf = ({ target }) => {
    const found = target instanceof Element && target.closest(".prose a:not(.external)");
    // A link in a drawing is none of these, nor is one to a file or a place on this page.
    if (!(found instanceof HTMLAnchorElement) || found.origin !== location.origin) return undefined;
    const { pathname } = found;
    return pathname.endsWith("/") && pathname !== location.pathname ? found : undefined;
  };

  addEventListener("pointerover", (event) => {
    const over = linkOf(event);
    if (event.pointerType === "touch" || over?.contains(/** @type {Node} */ (event.relatedTarget))) return;
    if (over && over !== link) return openSoon(over, 300);
    // A link in focus keeps its box, wherever the pointer is.
    if (link?.matches(":focus-visible")) return;
    clearTimeout(timer);
    // The pointer has time to come over to the box.
    if (!over && !box.contains(/** @type {Node} */ (event.target))) timer = setTimeout(close, box.isConnected ? 300 : 0);
  });
  addEventListener("focusin", (event) => {
    const focused = linkOf(event);
    if (focused?.matches(":focus-visible")) openSoon(focused, 300);
  });
  addEventListener("focusout", ({ target }) => {
    if (target === link) close();
  });
  addEventListener("keydown", ({ key }) => {
    finger = false;
    if (key === "Escape") close();
  });
  addEventListener("pointerdown", (event) => {
    if (!box.contains(/** @type {Node} */ (event.target))) close();
    finger = event.pointerType === "touch";
    const pressed = linkOf(event);
    if (finger && pressed) openSoon(pressed, 500);
  });
  // A finger that is lifted or moves on was a tap or scrolls.
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      if (!box.isConnected) close();
    });
  }
  // The long press is spent: it opens no menu, and lifting the finger follows no link.
  for (const spent of ["contextmenu", "click"]) {
    addEventListener(spent, (event) => {
      if (finger && link && linkOf(event) === link) event.preventDefault();
    });
  }
};

/** Opens the contents where they have a column of their own, and marks the part being read. */
const contents = () => {
  const toc = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".toc"));
  if (!toc) return;
  toc.open = matchMedia("(min-width: 80em)").matches;
  toc.dataset.set = "";
  const links = /** @type {HTMLAnchorElement[]} */ ([...toc.querySelectorAll("a")]);
  const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current = -1;
  /** @param {number} index */
  const mark = (index) => {
    links[current]?.removeAttribute("aria-current");
    links[index]?.setAttribute("aria-current", "location");
    current = index;
  };
  // The band watched is the upper third, and the first heading in it wins. One
  // that falls out downwards gives the place back to the one before.
  /** @type {Set<number>} */
  const seen = new Set();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect: box } of entries) {
        const index = heads.indexOf(/** @type {HTMLElement} */ (target));
        if (isIntersecting) seen.add(index);
        else seen.delete(index);
        if (!isIntersecting && box.top > 0 && index === current) mark(index - 1);
      }
      if (seen.size) mark(Math.min(...seen));
    },
    { rootMargin: "0px 0px -66% 0px" },
  );
  for (const head of heads) if (head) watch.observe(head);
};

/** What is wider than its column scrolls inside it: by keyboard too. */
const scrollers = () => {
  for (const box of all(".math, .diagram, .whole")) {
    if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) box.tabIndex = 0;
  }
};

/** Dates are compared as text: both are written year-month-day. */
const overdueSources = () => {
  const today = new Date().toISOString().slice(0, 10);
  for (const time of all("time[data-check-again]")) {
    if (/** @type {HTMLTimeElement} */ (time).dateTime < today) {
      time.dataset.overdue = "";
      time.append(" (overdue)");
    }
  }
};

/** Notes put themselves on the desk; the desk shows the last three. */
const reading = () => {
  const { kind, family } = document.body.dataset;
  const read = stored(() => JSON.parse(localStorage.getItem(READING) ?? "[]"));
  /** @type {{ url: string, title: string, family?: string }[]} */
  const notes = Array.isArray(read) ? read.filter((note) => /^\/[^/]/.test(note?.url)) : [];
  if (kind === "note") {
    const url = location.pathname;
    const title = document.querySelector("h1")?.textContent ?? "";
    const next = [{ url, title, family }, ...notes.filter((note) => note.url !== url)].slice(0, 3);
    stored(() => localStorage.setItem(READING, JSON.stringify(next)));
  }
  const list = document.querySelector("[data-recent]");
  if (!list || !notes.length) return;
  for (const note of notes) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    if (note.family) item.dataset.family = note.family;
    link.href = note.url;
    link.textContent = note.title;
    item.append(link);
    list.append(item);
  }
  list.removeAttribute("hidden");
  document.querySelector("[data-recent-empty]")?.remove();
};

/** Hands the page and what it loaded to the service worker, which keeps them for reading offline. */
const keep = async () => {
  const { worker } = document.body.dataset;
  const { serviceWorker } = navigator;
  if (!worker || !serviceWorker) return;
  await serviceWorker.register(worker);
  if (!serviceWorker.controller) {
    await new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
  }
  // What was loaded before the worker took over is kept as well.
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  serviceWorker.controller?.postMessage({ keep: [location.href, ...loaded] });
};

/** Without a service worker the site is read online; that is nothing to report. */
const offline = () => {
  keep().catch(() => {});
};

for (const part of [themeSwitch, menu, copyButtons, tooltips, previews, contents, scrollers, overdueSources, reading, offline]) part();
