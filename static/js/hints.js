// Remarks on the text, under its field: what is wrong, and one click that mends it or hides it.
// The texts themselves are changed by nobody but the person.
(() => {
  const form = document.querySelector("form[data-hints]");
  if (!form) return;
  const FIELDS = ["name", "place", "content", "participants"];
  const SHOWN = 4;
  const PAUSE = 700;
  const state = JSON.parse(document.getElementById("event-state").textContent);
  const hiddenKey = `svod-hidden:${state.person}`;
  let timer = null;
  let latest = 0;

  function hidden() {
    try {
      return new Set(JSON.parse(localStorage.getItem(hiddenKey) ?? "[]"));
    } catch {
      return new Set();
    }
  }
  function hide(finding) {
    const all = [...hidden(), nameOf(finding)].slice(-1000);
    localStorage.setItem(hiddenKey, JSON.stringify(all));
  }
  const nameOf = (finding) => `${finding.rule}:${finding.words}`;

  async function ask() {
    const number = ++latest;
    const texts = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
    try {
      const response = await fetch(form.dataset.hints, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ texts, format: form.elements.format.value }),
      });
      if (!response.ok || number !== latest) return;
      const answer = await response.json();
      for (const name of FIELDS) draw(name, texts[name], answer.findings[name] ?? []);
      document.dispatchEvent(new CustomEvent("svod:hints", { detail: answer }));
    } catch {
      // Help may be late; saving is what tells of a lost connection.
    }
  }

  function draw(name, text, findings) {
    const field = form.elements[name];
    let list = document.getElementById(`hints-${name}`);
    if (!list) {
      list = document.createElement("ul");
      list.id = `hints-${name}`;
      list.className = "hints";
      list.setAttribute("aria-label", "Замечания к тексту");
      document.getElementById(`div_id_${name}`).append(list);
    }
    const off = hidden();
    const wanted = findings.filter((finding) => !off.has(nameOf(finding)));
    const items = wanted.slice(0, SHOWN).map((finding) => item(field, text, finding));
    if (wanted.length > SHOWN) {
      const rest = document.createElement("li");
      rest.textContent = `И еще замечаний: ${wanted.length - SHOWN}.`;
      items.push(rest);
    }
    const done = list.querySelector("[data-done]");
    list.replaceChildren(...(done ? [done] : []), ...items);
    list.hidden = list.children.length === 0;
  }

  function item(field, text, finding) {
    const made = document.createElement("li");
    const words = document.createElement("q");
    words.textContent = inPlace(text, finding, finding.words);
    made.append(words, ` ${finding.message} `);
    if (finding.replacement !== null) {
      made.append(button(finding.replacement.trim() ? `Исправить: ${inPlace(text, finding, finding.replacement)}` : "Убрать", () => mend(field, finding)));
    }
    made.append(button("Скрыть", () => {
      hide(finding);
      made.remove();
    }, `Скрыть замечание: ${finding.words}`));
    return made;
  }
  // With the rest of the words that it touches: «г.Вязьма», not «г.».
  function inPlace(text, finding, words) {
    const left = /\S*$/.exec(text.slice(0, finding.start))[0];
    const right = /^\S*/.exec(text.slice(finding.end))[0];
    return short(`${left}${words}${right}`.replace(/\s+/g, " ").trim());
  }
  const short = (text) => (text.length > 48 ? `${text.slice(0, 45)}…` : text);
  function button(text, action, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-link";
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", action);
    return made;
  }

  // Through the browser's own editing, so that Ctrl+Z takes it back, too.
  function put(field, start, end, words) {
    field.focus();
    field.setSelectionRange(start, end);
    const command = words ? "insertText" : "delete";
    if (!document.execCommand(command, false, words)) field.setRangeText(words, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function mend(field, finding) {
    if (field.value.slice(finding.start, finding.end) !== finding.words) {
      ask(); // the text has moved on
      return;
    }
    put(field, finding.start, finding.end, finding.replacement);
    if (finding.rule === "typed_online_mark") {
      form.querySelector("[name=format][value=online]").click();
    }
    const list = document.getElementById(`hints-${field.name}`);
    const line = document.createElement("li");
    line.dataset.done = "1";
    line.append("Исправлено. ", button("Отменить", () => {
      const end = finding.start + finding.replacement.length;
      if (field.value.slice(finding.start, end) === finding.replacement) put(field, finding.start, end, finding.words);
      line.remove();
    }));
    list.querySelector("[data-done]")?.remove();
    list.prepend(line);
    clearTimeout(timer);
    ask();
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  ask();
})();
