/**
 * Runs before the first paint: applies the stored colour scheme, and marks
 * the page as scripted, so that nothing flashes or moves later.
 */
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  try {
    const theme = localStorage.getItem("studydeck.theme.v1");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's scheme stays.
  }
})();
