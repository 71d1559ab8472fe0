// Places, people and organisations from the municipality's own earlier texts, after two letters.
// They stand under the field as buttons: one press puts the whole phrase where it was begun.
(() => {
  const form = document.querySelector("form[data-phrases]");
  if (!form) return;
  const FIELDS = ["place", "participants", "content"];
  const PAUSE = 200;
  let timer = null;
  let latest = 0;

  function listOf(name) {
    const id = `phrases-${name}`;
    let list = document.getElementById(id);
    if (!list) {
      list = document.createElement("div");
      list.id = id;
      list.className = "phrases";
      list.dataset.under = name;
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", "Из ваших прошлых текстов");
      list.hidden = true;
      form.elements[name].after(list);
    }
    return list;
  }
  async function ask(field) {
    const number = ++latest;
    const before = field.value.slice(0, field.selectionStart).split("\n").pop().slice(-120);
    const list = listOf(field.name);
    if (!/[\p{L}\d]{2}$/u.test(before)) {
      list.hidden = true;
      return;
    }
    const query = new URLSearchParams({ field: field.name, typed: before });
    try {
      const response = await fetch(`${form.dataset.phrases}?${query}`, { credentials: "same-origin", redirect: "manual" });
      if (!response.ok || number !== latest) return;
      const { phrases } = await response.json();
      list.replaceChildren(...phrases.map((phrase) => button(field, list, phrase)));
      list.hidden = phrases.length === 0;
    } catch {
      list.hidden = true;
    }
  }
  function button(field, list, phrase) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-quiet btn-sm";
    made.tabIndex = -1; // see hints.js
    made.textContent = phrase.length > 90 ? `${phrase.slice(0, 87)}…` : phrase;
    made.addEventListener("click", () => {
      list.hidden = true;
      put(field, phrase);
    });
    return made;
  }
  // What has been typed of the phrase gives way to the whole of it.
  function put(field, phrase) {
    const end = field.selectionStart;
    const typed = field.value.slice(0, end);
    const folded = phrase.toLowerCase().replaceAll("ё", "е");
    let start = end;
    for (const word of [...typed.slice(-120).matchAll(/[\p{L}\d«.]+/gu)].slice(-4)) {
      const from = end - Math.min(120, typed.length) + word.index;
      const piece = typed.slice(from).toLowerCase().replaceAll("ё", "е");
      const at = folded.indexOf(piece);
      if (at === 0 || (at > 0 && !/[\p{L}\d]/u.test(folded[at - 1]))) {
        start = from;
        break;
      }
    }
    field.focus();
    field.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, phrase)) field.setRangeText(phrase, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.addEventListener("input", (event) => {
    if (!FIELDS.includes(event.target.name) || event.detail?.written) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(event.target), PAUSE);
  });
})();
