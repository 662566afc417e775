/**
 * Follows the builds of the development server: loads the page again when it
 * changed, swaps a changed stylesheet in, and lays the problems of a broken
 * build over the page until they are mended. Only the development server adds
 * this script; no published page has it.
 */
(() => {
  const me = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { page = "*", build = "" } = me.dataset;
  const PLACE = "studydeck.dev.place";
  const standsIn = page === "*";

  // --- the place on the page, over a reload -------------------------------

  const rememberPlace = () => {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    } catch {
      // Storage is blocked: the browser's own memory has to do.
    }
  };

  const returnToPlace = () => {
    try {
      const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
      sessionStorage.removeItem(PLACE);
      if (place?.path === location.pathname) scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    } catch {
      // As above.
    }
  };

  // --- changes ------------------------------------------------------------

  /** @param {string} address */
  const stem = (address) => address.replace(/-[0-9a-f]{10}(?=\.css$)/, "");

  /**
   * A new link takes the old one's place once it is loaded: nothing flashes.
   * @param {HTMLLinkElement} link
   * @param {string} address
   */
  const swapStyle = (link, address) => {
    const next = /** @type {HTMLLinkElement} */ (link.cloneNode());
    next.href = address;
    next.addEventListener("load", () => link.remove());
    link.after(next);
  };

  /** @param {string[]} pages */
  const follow = (pages) => {
    /** @param {string} address */
    const changed = (address) => pages.includes(new URL(address, location.href).pathname);
    const shown = [page, location.pathname].some((address) => pages.includes(address));
    const pictures = [...document.images].some((image) => changed(image.src));
    if (standsIn || pages.includes("*") || shown || pictures) {
      rememberPlace();
      location.reload();
      return;
    }
    for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=stylesheet]"))) {
      const old = new URL(link.href).pathname;
      // The old file is named as well, as one that is gone.
      const next = pages.find((address) => address !== old && address.endsWith(".css") && stem(address) === stem(old));
      if (next) swapStyle(link, next);
      else if (changed(link.href)) swapStyle(link, `${link.href.split("?")[0]}?${Date.now()}`);
    }
  };

  // --- problems -----------------------------------------------------------

  /** @type {HTMLElement | null} */
  let overlay = null;

  const close = () => {
    overlay?.remove();
    overlay = null;
  };

  /** @returns {HTMLElement} */
  const open = () => {
    const host = document.createElement("div");
    // A shadow root keeps the page's styles out, and these out of the page.
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/_studydeck/live.css";
    const box = document.createElement("section");
    box.className = "studydeck-problems";
    box.setAttribute("role", "alert");
    const head = document.createElement("header");
    const title = document.createElement("h2");
    title.textContent = "The last build failed. This is the page before it.";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Close (Esc)";
    button.addEventListener("click", close);
    const text = document.createElement("pre");
    text.tabIndex = 0;
    head.append(title, button);
    box.append(head, text);
    root.append(style, box);
    document.body.append(host);
    return host;
  };

  /** @param {string} text */
  const show = (text) => {
    if (standsIn) {
      const place = document.getElementById("studydeck-problems");
      if (place && text) place.textContent = text;
      return;
    }
    if (!text) {
      close();
      return;
    }
    overlay ??= open();
    const place = overlay.shadowRoot?.querySelector("pre");
    if (place) place.textContent = text;
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // --- the connection -----------------------------------------------------

  /** @type {EventSource | null} */
  let source = null;
  let seen = build;

  // A browser opens few connections to one server: hidden pages give theirs
  // back, and hear what they missed when they are shown again.
  const listen = () => {
    if (document.hidden) {
      source?.close();
      source = null;
      return;
    }
    if (source) return;
    source = new EventSource(`/_studydeck/live?seen=${encodeURIComponent(seen)}`);
    source.addEventListener("problems", (event) => show(JSON.parse(event.data).text));
    source.addEventListener("reload", (event) => {
      seen = event.lastEventId;
      follow(JSON.parse(event.data).pages);
    });
  };

  returnToPlace();
  listen();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => {
    source?.close();
    source = null;
  });
  addEventListener("pageshow", listen);
})();
