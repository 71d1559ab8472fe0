// @ts-check
// Files of a mailbox go up one by one, and reports are entered one by one, each by a request of its
// own: the page tells how far it is. Without this script one request takes them all.

/** @param {HTMLFormElement} form @param {(form: HTMLFormElement) => FormData[]} cut */
function sendInPieces(form, cut) {
  const said = /** @type {HTMLElement} */ (form.querySelector("[data-progress]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("[type=submit]"));
  form.addEventListener("submit", async (event) => {
    const pieces = cut(form);
    if (pieces.length < 2) return; // the form goes by itself, errors and all
    event.preventDefault();
    button.disabled = true;
    let failed = 0;
    for (const [done, piece] of pieces.entries()) {
      said.textContent = `Готово: ${done} из ${pieces.length}…`;
      try {
        // The page that it sends on to would say what was said to nobody.
        const answer = await fetch(form.action, { method: "POST", body: piece, redirect: "manual" });
        if (answer.type !== "opaqueredirect") failed += 1;
      } catch {
        failed += 1;
      }
    }
    if (failed === pieces.length) {
      said.textContent = "Ничего не отправлено: проверьте связь и поля и повторите.";
      button.disabled = false;
      return;
    }
    location.reload();
  });
}

/** @param {HTMLFormElement} form @param {string} name whose every value goes by itself */
function byValue(form, name) {
  const whole = new FormData(form);
  return whole.getAll(name).map((value) => {
    const piece = new FormData();
    for (const [key, other] of whole) if (key !== name && key !== "_end") piece.append(key, other);
    piece.append(name, value);
    piece.append("_end", "1"); // the last, see WholeFormMixin
    return piece;
  });
}

const files = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-received-files]"));
if (files) {
  const input = /** @type {HTMLInputElement} */ (files.querySelector("input[type=file]"));
  sendInPieces(files, (form) => byValue(form, "brought"));
  input.addEventListener("change", () => {
    if (input.files?.length) files.requestSubmit();
  });
  // A browser lets a file fall only into the field itself; here the whole panel is the field.
  files.addEventListener("dragover", (event) => {
    event.preventDefault();
    files.classList.add("is-over");
  });
  files.addEventListener("dragleave", () => files.classList.remove("is-over"));
  files.addEventListener("drop", (event) => {
    event.preventDefault();
    files.classList.remove("is-over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    files.requestSubmit();
  });
}
const ready = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-enter-received]"));
if (ready) sendInPieces(ready, (form) => byValue(form, "received"));
