// @ts-check
// A page with a text that was typed and not sent asks before it is left.

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-guard]");
const written = new Map([...forms].map((form) => [form, texts(form)]));
let isSending = false;

/** @param {HTMLFormElement} form */
function texts(form) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const fields = form.querySelectorAll("textarea, input[type=text]");
  return [...fields].map((field) => field.value).join("\u0000");
}
document.addEventListener("submit", (event) => {
  if (event.target instanceof Element && event.target.matches("form[data-guard]")) isSending = true;
});
window.addEventListener("pageshow", () => {
  isSending = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!isSending && [...forms].some((form) => texts(form) !== written.get(form))) event.preventDefault();
});
