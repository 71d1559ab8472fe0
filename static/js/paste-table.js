// @ts-check
// A pasted table keeps its cells: the clipboard's HTML goes into a hidden field, not its bare text.
// Without this script the text with tabs between the cells is sent. On the next page all that was read
// is ticked, or none of it, by one click.

const LARGEST = 5 * 1024 * 1024; // bytes; a larger request the server does not take
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-paste-table]"));

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
/** @param {string} name @returns {HTMLInputElement | HTMLTextAreaElement} */
const control = (name) => /** @type {any} */ (form.elements.namedItem(name));

function show() {
  const html = control("html").value;
  const rows = html.match(/<tr[\s>]/gi)?.length ?? 0;
  part("[data-pasted-count]").textContent = `Вставлена таблица, строк: ${rows}.`;
  part("[data-pasted]").hidden = !html;
  /** @type {HTMLElement} */ (document.getElementById("div_id_text")).hidden = Boolean(html);
}
/** @param {any} event of the kind `paste` */
function take(event) {
  // What only says how a table looks may be ten times the table.
  const found = event.clipboardData.getData("text/html").replace(/<style[\s\S]*?<\/style>/gi, "");
  if (!/<table[\s>]/i.test(found) || new Blob([found]).size > LARGEST) return;
  event.preventDefault();
  control("html").value = found;
  show();
  part("[type=submit]").focus();
}
function clear() {
  control("html").value = "";
  show();
  control("text").focus();
}
if (form) {
  control("text").addEventListener("paste", take);
  part("[data-pasted-clear]").addEventListener("click", clear);
  // By the back button the field comes as it was, see forms.js.
  window.addEventListener("pageshow", show);
  show();
}

/** @param {HTMLElement} bar with the buttons; it names the ticks that they are for */
function setUpTicks(bar) {
  const ticks = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll(`[name="${bar.dataset.ticks}"]`)]);
  const count = () => {
    const said = bar.querySelector("[data-ticked]");
    const ticked = ticks.filter((one) => one.checked).length;
    if (said) said.textContent = `Отмечено: ${ticked} из ${ticks.length}`;
  };
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (bar.querySelectorAll("[data-tick]"))) {
    button.addEventListener("click", () => {
      for (const one of ticks) one.checked = Boolean(button.dataset.tick);
      count();
    });
  }
  document.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  bar.hidden = false;
  count();
}
const ticking = /** @type {HTMLElement | null} */ (document.querySelector("[data-ticks]"));
if (ticking) setUpTicks(ticking);
