// @ts-check
// A menu closes by Esc, by a click or the focus elsewhere, and when another one opens.

/** @returns {HTMLDetailsElement[]} */
const opened = () =>
  [...document.querySelectorAll("details.menu[open]")].map((menu) => /** @type {HTMLDetailsElement} */ (menu));

/** @param {Event} event */
function closeOthers({ target }) {
  for (const menu of opened()) if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
}
document.addEventListener("click", closeOthers);
document.addEventListener("focusin", closeOthers);
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
