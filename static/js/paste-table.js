// A pasted table keeps its cells: the clipboard's HTML goes into a hidden field, not its bare text.
// Without this script the text with tabs between the cells is sent.
(() => {
  const form = document.querySelector("form[data-paste-table]");
  if (!form) return;
  const LARGEST = 5 * 1024 * 1024; // bytes; a larger request the server does not take
  const { html, text } = form.elements;
  const pasted = form.querySelector("[data-pasted]");
  const field = document.getElementById("div_id_text");
  const show = () => {
    const rows = html.value.match(/<tr[\s>]/gi)?.length ?? 0;
    form.querySelector("[data-pasted-count]").textContent = `Вставлена таблица, строк: ${rows}.`;
    pasted.hidden = !html.value;
    field.hidden = Boolean(html.value);
  };
  text.addEventListener("paste", (event) => {
    // What only says how a table looks may be ten times the table.
    const found = event.clipboardData.getData("text/html").replace(/<style[\s\S]*?<\/style>/gi, "");
    if (!/<table[\s>]/i.test(found) || new Blob([found]).size > LARGEST) return;
    event.preventDefault();
    html.value = found;
    show();
    form.querySelector("[type=submit]").focus();
  });
  form.querySelector("[data-pasted-clear]").addEventListener("click", () => {
    html.value = "";
    show();
    text.focus();
  });
  // By the back button the field comes as it was, see kept-forms.js.
  window.addEventListener("pageshow", show);
  show();
})();
