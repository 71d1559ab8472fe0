// Remarks on the text, under its field: what is wrong, and one click that mends it or hides it.
// The texts themselves are changed by nobody but the person. Tab goes from field to field and passes
// all help by; Alt + ↓ enters the help under a field, the arrows lead through it, Esc leads back.
(() => {
  const form = document.querySelector("form[data-hints]");
  if (!form) return;
  const FIELDS = ["name", "place", "content", "participants"];
  const SHOWN = 4;
  const PAUSE = 700;
  const NEAR = 60; // letters of the words around a remark
  const state = JSON.parse(document.getElementById("event-state").textContent);
  const hiddenKey = `svod-hidden:${state.person}`;
  const drawn = {}; // what stands under each field
  let timer = null;
  let latest = 0;
  let asked = null; // what was sent last, with its answer

  // By rule and by the words it stands on: «№» hidden in «№5» is not hidden in «№ 7».
  function hidden() {
    try {
      return new Set(JSON.parse(localStorage.getItem(hiddenKey) ?? "[]"));
    } catch {
      return new Set();
    }
  }
  function setHidden(name, isHidden) {
    const all = hidden();
    all.delete(name);
    if (isHidden) all.add(name);
    try {
      localStorage.setItem(hiddenKey, JSON.stringify([...all].slice(-1000)));
    } catch {
      // Not to be kept here: hidden until the next question.
    }
  }
  const nameOf = (text, finding) => `${finding.rule}:${inPlace(text, finding, finding.words)}`;

  async function ask() {
    const texts = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    const body = JSON.stringify({ texts, format: form.elements.format.value });
    if (body === asked?.body) {
      if (asked.answer) inPeace(() => tellOthers(asked.answer)); // another field was written in
      return;
    }
    const number = ++latest;
    const question = { body };
    asked = question;
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
    try {
      const response = await fetch(form.dataset.hints, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body,
      });
      if (number !== latest) return;
      if (!response.ok) throw new Error(response.statusText);
      const answer = (question.answer = await response.json());
      inPeace(() => {
        for (const name of FIELDS) draw(name, texts[name], answer.findings[name] ?? [], answer.untold[name] ?? 0);
        tellOthers(answer);
      });
      // A link to a field leads to where it stands now.
      if (number === 1 && document.activeElement.matches(":target")) document.activeElement.scrollIntoView();
    } catch {
      if (asked === question) asked = null;
      // Help may be late; saving is what tells of a lost connection.
    }
  }

  const tellOthers = (answer) => document.dispatchEvent(new CustomEvent("svod:hints", { detail: answer }));

  // Whoever writes below must not see the field jump away from under the cursor.
  function inPeace(change) {
    const at = document.activeElement;
    const before = at.getBoundingClientRect();
    const isInSight = form.contains(at) && before.bottom > 0 && before.top < innerHeight;
    change();
    const moved = at.getBoundingClientRect().top - before.top;
    if (!moved || !isInSight || !at.isConnected) return;
    scrollBy({ top: moved, behavior: "instant" });
    at.scrollIntoView({ block: "nearest", behavior: "instant" }); // a smooth scroll to it has been cut off
  }
  function listOf(name) {
    let list = document.getElementById(`hints-${name}`);
    if (!list) {
      list = document.createElement("ul");
      list.id = `hints-${name}`;
      list.className = "hints";
      list.dataset.under = name;
      list.setAttribute("aria-label", "Замечания к тексту");
      document.getElementById(`div_id_${name}`).append(list);
    }
    return list;
  }
  function draw(name, text, findings, untold) {
    const field = form.elements[name];
    const list = listOf(name);
    const off = hidden();
    const wanted = findings.filter((finding) => !off.has(nameOf(text, finding)));
    const what = JSON.stringify([text, wanted, untold]);
    if (drawn[name]?.what === what) return; // a button must not be replaced under the mouse
    drawn[name] = { what, text, findings, untold };
    const wasHere = list.contains(document.activeElement);
    const items = wanted.slice(0, SHOWN).map((finding) => item(field, text, finding));
    const others = wanted.length - items.length + untold;
    if (others) {
      const rest = document.createElement("li");
      rest.textContent = `И еще замечаний: ${others}.`;
      items.push(rest);
    }
    const done = list.querySelector("[data-done]");
    list.replaceChildren(...(done ? [done] : []), ...items);
    list.hidden = list.children.length === 0;
    if (wasHere) (list.querySelector("button") ?? field).focus();
    tell(field, wanted.length + untold);
  }
  // Said to those who do not see the list.
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  form.append(spoken);
  function tell(field, count) {
    if (document.activeElement !== field) return;
    spoken.textContent = count ? `Замечаний к тексту: ${count}. Перейти к ним: Alt + стрелка вниз.` : "";
  }

  function item(field, text, finding) {
    const made = document.createElement("li");
    const words = document.createElement("q");
    words.textContent = inPlace(text, finding, finding.words);
    made.append(words, ` ${finding.message} `);
    if (finding.replacement !== null) {
      made.append(button(finding.replacement.trim() ? `Исправить: ${inPlace(text, finding, finding.replacement)}` : "Убрать из текста", () => mend(field, finding)));
    }
    made.append(button("Скрыть", () => hide(field.name, nameOf(text, finding)), `Скрыть замечание: ${words.textContent}`));
    return made;
  }
  function hide(name, remark) {
    const redraw = () => draw(name, drawn[name].text, drawn[name].findings, drawn[name].untold);
    setHidden(remark, true);
    redraw();
    sayDone(name, "Замечание скрыто. ", "Вернуть", () => {
      setHidden(remark, false);
      redraw();
    }).focus();
  }
  // What has just been done stands above the remarks, with the way back.
  function sayDone(name, words, undo, action) {
    const list = listOf(name);
    const line = document.createElement("li");
    line.dataset.done = "1";
    const back = button(undo, () => {
      line.remove();
      list.hidden = list.children.length === 0;
      form.elements[name].focus();
      action();
    });
    line.append(words, back);
    list.querySelector("[data-done]")?.remove();
    list.prepend(line);
    list.hidden = false;
    return back;
  }
  // With the rest of the words that it touches: «г.Вязьма», not «г.».
  function inPlace(text, finding, words) {
    const left = /\S*$/.exec(text.slice(Math.max(0, finding.start - NEAR), finding.start))[0];
    const right = /^\S*/.exec(text.slice(finding.end, finding.end + NEAR))[0];
    return short(`${left}${words}${right}`.replace(/\s+/g, " ").trim());
  }
  const short = (text) => (text.length > 48 ? `${text.slice(0, 45)}…` : text);
  function button(text, action, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-link";
    made.textContent = text;
    made.tabIndex = -1;
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
    sayDone(field.name, "Исправлено. ", "Отменить", () => {
      const end = finding.start + finding.replacement.length;
      if (field.value.slice(finding.start, end) === finding.replacement) put(field, finding.start, end, finding.words);
    });
    clearTimeout(timer);
    ask();
  }

  // The keys, for the phrases and the guesses as well: `data-under` names the field they belong to.

  function fieldOf(name) {
    const control = form.elements[name];
    if (!(control instanceof RadioNodeList)) return control;
    return [...control].find((one) => one.checked) ?? control[0];
  }
  function step(buttons, name, by) {
    const to = buttons.indexOf(document.activeElement) + by;
    (to < 0 ? fieldOf(name) : buttons[Math.min(to, buttons.length - 1)]).focus();
  }
  form.addEventListener("keydown", (event) => {
    const under = event.target.closest("[data-under]")?.dataset.under;
    const name = under ?? event.target.name;
    const buttons = [...form.querySelectorAll(`[data-under="${name}"] button`)].filter((one) => one.offsetParent);
    if (buttons.length === 0) return;
    if (under && event.key === "Escape") fieldOf(name).focus();
    else if (event.key === "ArrowDown" && (under || event.altKey)) step(buttons, name, 1);
    else if (event.key === "ArrowUp" && under) step(buttons, name, -1);
    else return;
    event.preventDefault();
  });

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  ask();
})();
