// @ts-check
// The password can be looked at, and Caps Lock is told before it costs a try.

const field = /** @type {HTMLInputElement} */ (document.getElementById("id_password"));
const shower = /** @type {HTMLButtonElement} */ (document.querySelector("[data-show-password]"));
const capsLock = /** @type {HTMLElement} */ (document.querySelector("[data-caps-lock]"));

/** @param {boolean} isShown */
function show(isShown) {
  field.type = isShown ? "text" : "password";
  shower.setAttribute("aria-pressed", String(isShown));
  /** @type {Text} */ (shower.firstChild).data = isShown ? "Скрыть" : "Показать";
}

shower.hidden = false;
shower.addEventListener("click", () => {
  show(field.type === "password");
  field.focus();
});
// What is sent is a password, so that the browser keeps it as one and never among the texts of forms.
field.form?.addEventListener("submit", () => show(false));
for (const name of ["keydown", "keyup", "mousedown"]) {
  document.addEventListener(name, (event) => {
    // A browser that fills the field in says so by a key event without keys.
    const state = /** @type {KeyboardEvent} */ (event).getModifierState?.("CapsLock");
    if (state !== undefined) capsLock.hidden = !state;
  });
}
