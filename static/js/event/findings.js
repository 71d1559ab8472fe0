// @ts-check
// What the texts come to. Remarks under their fields: what is wrong, and one click that mends it or
// hides it; what they suggest of format, kind and countries; the row as it will be printed. The texts themselves are changed by nobody
// but the person. Tab goes from field to field and passes all help by; Alt + ↓ enters the help under
// a field, the arrows lead through it, Esc leads back.

import { element, firstControl, form, page, placeOf, ask as post, read, token } from "../autosave/page.js";

const FIELDS = ["name", "place", "content", "participants"];
const SHOWN = 4;
const PAUSE = 700; // milliseconds
const NEAR = 60; // letters of the words around a remark
/** What the person has hidden in this event, `field key` each; the server keeps it. @type {Set<string>} */
const hidden = new Set(page.dismissed.map((/** @type {string[]} */ pair) => pair.join(" ")));
/** What the server has not taken yet: a new event has no address before it is saved.
 * @type {Map<string, {cell: string, key: string, is_dismissed: boolean}>} */
const untold = new Map();
/** What stands under each field.
 * @type {Record<string, {what: string, text: string, findings: Finding[], untold: number}>} */
const drawn = {};
let timer = 0;
let latest = 0;
/** What was sent last, with its answer. @type {{body: string, answer?: FindingsAnswer} | null} */
let asked = null;

/** @param {string} name @returns {HTMLTextAreaElement} */
const textOf = (name) => /** @type {any} */ (form.elements.namedItem(name));

// Asking

async function ask() {
  // As they stand in the fields: the remarks come with places in them.
  const texts = Object.fromEntries(FIELDS.map((name) => [name, textOf(name).value]));
  const body = JSON.stringify({ texts, format: read("format") });
  if (body === asked?.body) {
    const { answer } = asked;
    if (answer) inPeace(() => tellOthers(answer)); // another field was written in
    return;
  }
  latest += 1;
  const number = latest;
  /** @type {typeof asked} */
  const question = { body };
  asked = question;
  try {
    const answer = await fetchFindings(body);
    if (number !== latest) return;
    question.answer = answer;
    inPeace(() => {
      for (const name of FIELDS) draw(name, texts[name], answer.findings[name] ?? [], answer.untold[name] ?? 0);
      tellOthers(answer);
    });
    // A link to a field leads to where it stands now.
    if (number === 1 && document.activeElement?.matches(":target")) document.activeElement.scrollIntoView();
  } catch {
    if (asked === question) asked = null;
    // Help may be late; saving is what tells of a lost connection.
  }
}
/** @param {string} body @returns {Promise<FindingsAnswer>} */
async function fetchFindings(body) {
  const response = await fetch(form.dataset.findings ?? "", {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body,
  });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}
/** @param {FindingsAnswer} detail */
const tellOthers = (detail) => document.dispatchEvent(new CustomEvent("svod:findings", { detail }));

/** Whoever writes below must not see the field jump away from under the cursor.
 * @param {() => void} change */
function inPeace(change) {
  const at = document.activeElement ?? document.body;
  const before = at.getBoundingClientRect();
  const isInSight = form.contains(at) && before.bottom > 0 && before.top < innerHeight;
  change();
  const moved = at.getBoundingClientRect().top - before.top;
  if (!moved || !isInSight || !at.isConnected) return;
  scrollBy({ top: moved, behavior: "instant" });
  at.scrollIntoView({ block: "nearest", behavior: "instant" }); // a smooth scroll to it has been cut off
}

// Remarks under a field

/** @param {string} name */
function listOf(name) {
  const known = document.getElementById(`findings-${name}`);
  if (known) return known;
  const list = element("ul", "findings");
  list.id = `findings-${name}`;
  list.dataset.under = name;
  list.setAttribute("aria-label", "Замечания к тексту");
  placeOf(name)?.append(list);
  return list;
}
/** @param {string} name @param {string} text @param {Finding[]} findings @param {number} untold */
function draw(name, text, findings, untold) {
  const field = textOf(name);
  const list = listOf(name);
  const wanted = findings.filter((finding) => !hidden.has(`${name} ${finding.key}`));
  const what = JSON.stringify([text, wanted, untold]);
  if (drawn[name]?.what === what) return; // a button must not be replaced under the mouse
  drawn[name] = { what, text, findings, untold };
  const wasHere = list.contains(document.activeElement);
  const items = wanted.slice(0, SHOWN).map((finding) => item(field, text, finding));
  const others = wanted.length - items.length + untold;
  if (others) items.push(element("li", "", `И еще замечаний: ${others}.`));
  const done = list.querySelector("[data-done]");
  list.replaceChildren(...(done ? [done] : []), ...items);
  list.hidden = list.children.length === 0;
  if (wasHere) (list.querySelector("button") ?? field).focus();
  speak(field, wanted.length + untold);
}
// Said to those who do not see the list.
const spoken = element("p", "only-read");
spoken.setAttribute("role", "status");
form.append(spoken);
/** @param {HTMLElement} field @param {number} count */
function speak(field, count) {
  if (document.activeElement !== field) return;
  spoken.textContent = count ? `Замечаний к тексту: ${count}. Перейти к ним: Alt + стрелка вниз.` : "";
}
/** @param {HTMLTextAreaElement} field @param {string} text @param {Finding} finding */
function item(field, text, finding) {
  const { replacement } = finding;
  const made = element("li");
  const words = element("q", "", inPlace(text, finding, finding.words));
  made.append(words, ` ${finding.message} `);
  if (replacement !== null) {
    const offer = replacement.trim() ? `Исправить: ${inPlace(text, finding, replacement)}` : "Убрать из текста";
    made.append(helpButton(offer, () => mend(field, finding)));
  }
  const hideIt = () => hide(field.name, finding.key);
  made.append(helpButton("Скрыть", hideIt, `Скрыть замечание: ${words.textContent}`));
  return made;
}
/** With the rest of the words that it touches: «г.Вязьма», not «г.».
 * @param {string} text @param {Finding} finding @param {string} words */
function inPlace(text, finding, words) {
  const left = /\S*$/.exec(text.slice(Math.max(0, finding.start - NEAR), finding.start))?.[0] ?? "";
  const right = /^\S*/.exec(text.slice(finding.end, finding.end + NEAR))?.[0] ?? "";
  const whole = `${left}${words}${right}`.replace(/\s+/g, " ").trim();
  return whole.length > 48 ? `${whole.slice(0, 45)}…` : whole;
}
/** One of the helps under a field, which Tab passes by.
 * @param {string} text @param {() => void} action @param {string} [label] @param {string} className */
export function helpButton(text, action, label, className = "btn btn-link") {
  const made = element("button", className, text);
  made.type = "button";
  made.tabIndex = -1;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

// Hiding and mending

/** @param {string} name @param {string} key @param {boolean} isHidden */
function setHidden(name, key, isHidden) {
  const place = `${name} ${key}`;
  if (isHidden) hidden.add(place);
  else hidden.delete(place);
  untold.set(place, { cell: name, key, is_dismissed: isHidden });
  tellHidden();
}
/** Whatever the server does not take now is told again with the next save. */
async function tellHidden() {
  if (!page.dismiss_url) return;
  for (const [place, change] of [...untold]) {
    const { kind } = await post(page.dismiss_url, change, "kept");
    if (!kind && untold.get(place) === change) untold.delete(place);
  }
}
document.addEventListener("svod:saved", tellHidden);
/** @param {string} name @param {string} key */
function hide(name, key) {
  const redraw = () => draw(name, drawn[name].text, drawn[name].findings, drawn[name].untold);
  setHidden(name, key, true);
  redraw();
  const back = sayDone(name, "Замечание скрыто. ", "Вернуть", () => {
    setHidden(name, key, false);
    redraw();
  });
  back.focus();
}
/** What has just been done stands above the remarks, with the way back.
 * @param {string} name @param {string} words @param {string} undo @param {() => void} action */
function sayDone(name, words, undo, action) {
  const list = listOf(name);
  const line = element("li");
  line.dataset.done = "1";
  const back = helpButton(undo, () => {
    line.remove();
    list.hidden = list.children.length === 0;
    textOf(name).focus();
    action();
  });
  line.append(words, back);
  list.querySelector("[data-done]")?.remove();
  list.prepend(line);
  list.hidden = false;
  return back;
}
/** Through the browser's own editing, so that Ctrl+Z takes it back, too.
 * @param {HTMLTextAreaElement} field @param {number} start @param {number} end @param {string} words */
export function put(field, start, end, words) {
  field.focus();
  field.setSelectionRange(start, end);
  const command = words ? "insertText" : "delete";
  if (!document.execCommand(command, false, words)) field.setRangeText(words, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
/** @param {HTMLTextAreaElement} field @param {Finding} finding */
function mend(field, finding) {
  const { start, replacement, words } = finding;
  if (field.value.slice(start, finding.end) !== words) {
    ask(); // the text has moved on
    return;
  }
  if (replacement === null) return;
  put(field, start, finding.end, replacement);
  if (finding.rule === "typed_online_mark") {
    /** @type {HTMLElement} */ (form.querySelector("[name=format][value=online]")).click();
  }
  sayDone(field.name, "Исправлено. ", "Отменить", () => {
    const end = start + replacement.length;
    if (field.value.slice(start, end) === replacement) put(field, start, end, words);
  });
  clearTimeout(timer);
  ask();
}

// Suggestions: shown as such, written by a click

/** @param {string} name @param {string} value */
function optionText(name, value) {
  /** @type {any} */
  const control = form.elements.namedItem(name);
  const options = control instanceof RadioNodeList ? control : control.options;
  const option = [...options].find((one) => one.value === value);
  return (option?.closest(".form-check") ?? option)?.textContent.trim() ?? value;
}
/** @param {string} id @param {HTMLElement | null} after @param {string} under the field that it belongs to */
function suggestionLine(id, after, under) {
  const known = document.getElementById(id);
  if (known) return known;
  const line = element("p", "suggestion");
  line.id = id;
  line.dataset.under = under;
  line.setAttribute("role", "status");
  after?.append(line);
  return line;
}
/** @param {HTMLElement} line @param {string} words @param {() => void} write */
function suggest(line, words, write) {
  if (!words && line.dataset.words === "written") return;
  line.hidden = !words;
  if (!words || line.dataset.words === words) return;
  line.dataset.words = words;
  const take = () => {
    write();
    line.dataset.words = "written";
    line.replaceChildren(`Записано: ${words}.`);
    fieldOf(line.dataset.under ?? "").focus({ preventScroll: true });
  };
  line.replaceChildren(`По тексту похоже: ${words}. `, helpButton("Записать", take, `Записать: ${words}`));
}
/** @param {string} name @param {string[]} values */
function choose(name, values) {
  /** @type {any} */
  const control = form.elements.namedItem(name);
  if (control instanceof RadioNodeList) {
    for (const one of /** @type {any} */ (control)) one.checked = values.includes(one.value);
  } else {
    for (const option of control.options) option.selected = values.includes(option.value);
  }
  firstControl(name).dispatchEvent(new Event("input", { bubbles: true }));
}
document.addEventListener("svod:findings", ({ detail: { suggestions } }) => {
  const format = read("format") ? "" : suggestions.format;
  const formatLine = suggestionLine("suggestion-format", placeOf("format"), "format");
  suggest(formatLine, format && optionText("format", format), () => choose("format", [format]));
  const category = read("category") ? "" : suggestions.category;
  const countries = read("countries").length ? [] : suggestions.countries;
  const words = [
    category && optionText("category", category),
    ...countries.map((code) => optionText("countries", code)),
  ];
  const statisticsLine = suggestionLine(
    "suggestion-statistics",
    document.getElementById("suggestions"),
    "participants",
  );
  suggest(statisticsLine, words.filter(Boolean).join(", "), () => {
    if (category) choose("category", [category]);
    if (countries.length) choose("countries", countries);
  });
});

// Beside the form: the row as it will be printed, in the type of the document.

const preview = /** @type {HTMLElement} */ (document.querySelector(".row-preview"));
let typedMark = ""; // a typed online mark, as the remarks on the name have found it

/** @param {string} key of a column */
function printed(key) {
  // The period is printed as it was understood, not as it was typed.
  if (key === "period")
    return document.querySelector("#period-answer [data-printed]")?.textContent ?? String(read("period"));
  const typed = String(read(key)).trim();
  if (key !== "name") return typed;
  const isMarked = typedMark && typed.endsWith(typedMark);
  const format = read("format");
  if (format !== "online" && (format || !isMarked)) return typed;
  return `${isMarked ? typed.slice(0, -typedMark.length).trimEnd() : typed}\n(онлайн-формат)`;
}
function drawPreview() {
  const cells = /** @type {HTMLElement[]} */ ([...preview.querySelectorAll("[data-preview]")]);
  for (const cell of cells) cell.textContent = printed(cell.dataset.preview ?? "");
}
form.addEventListener("input", drawPreview);
document.addEventListener("htmx:afterSwap", drawPreview);
document.addEventListener("svod:findings", ({ detail }) => {
  const mark = detail.findings.name?.find(({ rule }) => rule === "typed_online_mark");
  typedMark = mark?.words.trim() ?? "";
  drawPreview();
});

// The keys of all help: `data-under` names the field that it belongs to

/** @param {string} name @returns {HTMLElement} */
function fieldOf(name) {
  /** @type {any} */
  const control = form.elements.namedItem(name);
  if (!(control instanceof RadioNodeList)) return control;
  const all = /** @type {HTMLInputElement[]} */ ([...control]);
  return all.find((one) => one.checked) ?? all[0];
}
/** @param {HTMLElement[]} buttons @param {string} name @param {number} by */
function step(buttons, name, by) {
  const to = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + by;
  (to < 0 ? fieldOf(name) : buttons[Math.min(to, buttons.length - 1)]).focus();
}
form.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLInputElement} */ (event.target);
  const under = /** @type {HTMLElement} */ (target.closest("[data-under]"))?.dataset.under;
  const name = under ?? target.name;
  const all = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(`[data-under="${name}"] button`)]);
  const buttons = all.filter((one) => one.offsetParent);
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
preview.hidden = false;
drawPreview();
ask();
