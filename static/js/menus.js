// @ts-check
// A menu closes by Esc, by a click elsewhere, and when another one opens.

/** @returns {HTMLDetailsElement[]} */
const opened = () =>
  [...document.querySelectorAll("details.menu[open]")].map((menu) => /** @type {HTMLDetailsElement} */ (menu));

document.addEventListener("click", ({ target }) => {
  for (const menu of opened()) if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
