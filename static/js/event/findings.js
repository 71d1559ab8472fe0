// @ts-check
// What the machine says of the texts. Hints under their fields: what looks wrong, and one click that
// mends it or hides it, or all at once after a look at what will change. The texts are changed by
// nobody but the person. Tab goes from field to field and passes all help by; Alt + ↓ enters the
// help under a field, the arrows lead through it, Esc leads back.

import { ERRORS } from "../autosave/merging.js";
import { element, form, icon, page, placeOf, ask as post, read, tell } from "../autosave/page.js";

const SHOWN = 4;
const NEAR = 60; // letters of the words around a hint
const PAUSE = 700; // milliseconds
const FIELDS = ["name", "place", "content", "participants"];
const MARK = "typed_online_mark"; // mending it changes the format, too
const PERSONAL = "personal_data"; // asked about before handing in, hidden or not
/** What the person has hidden in this event, `field key` each; the server keeps it. @type {Set<string>} */
const hidden = new Set(page.dismissed.map((/** @type {string[]} */ pair) => pair.join(" ")));
/** @typedef {{cell: string, key: string, is_dismissed: boolean}} Change */
/** What the server has not answered yet. @type {Map<string, Change>} */
const untaken = new Map();
/** @typedef {{text: string, findings: Finding[], untold: number}} Told of one text */
/** What stands under each field. @type {Record<string, Told & {what: string}>} */
const drawn = {};
/** Fields under which all hints are shown. @type {Set<string>} */
const opened = new Set();
/** The text whose mending is looked at, by the field. @type {Record<string, string>} */
const previewed = {};

/** @param {string} name @returns {HTMLTextAreaElement} */
const textOf = (name) => /** @type {any} */ (form.elements.namedItem(name));

// Drawing

/** @param {string} name */
function listOf(name) {
  const known = document.getElementById(`findings-${name}`);
  if (known) return known;
  const list = element("ul", "findings");
  list.id = `findings-${name}`;
  list.dataset.under = name;
  list.setAttribute("aria-label", "Подсказки к тексту");
  placeOf(name)?.append(list);
  return list;
}
/** @param {string} name @param {Told} told */
function draw(name, told) {
  const { text, findings, untold } = told;
  const list = listOf(name);
  const wanted = findings.filter((finding) => !hidden.has(`${name} ${finding.key}`));
  if (previewed[name] !== text) delete previewed[name];
  const what = JSON.stringify([text, wanted, untold, opened.has(name), name in previewed]);
  if (drawn[name]?.what === what) return; // a button must not be replaced under the mouse
  drawn[name] = { ...told, what };
  const wasHere = list.contains(document.activeElement);
  const items = name in previewed ? previewItems(name, text, wanted) : hintItems(name, wanted, told);
  const done = list.querySelector("[data-done]");
  list.replaceChildren(...(done ? [done] : []), ...items);
  list.hidden = list.children.length === 0;
  if (wasHere) (list.querySelector("button") ?? textOf(name)).focus();
  describe(name, wanted.length + untold);
}
/** @param {string} name */
const redraw = (name) => draw(name, drawn[name]);
/** @param {string} name @param {Finding[]} wanted @param {Told} told */
function hintItems(name, wanted, { text, untold }) {
  const shown = opened.has(name) ? wanted : wanted.slice(0, SHOWN);
  const items = shown.map((finding) => item(name, text, finding));
  const rest = wanted.length - shown.length + untold;
  const last = element("li");
  if (rest && shown.length < wanted.length) last.append(helpButton(`И еще ${rest}`, () => open(name)));
  else if (rest) last.append(`И еще подсказок: ${rest}.`);
  const sure = unambiguous(wanted);
  if (sure.length > 1) last.append(helpButton(`Исправить все однозначные: ${sure.length}`, () => preview(name)));
  return last.hasChildNodes() ? [...items, last] : items;
}
/** @param {string} name */
function open(name) {
  opened.add(name);
  redraw(name);
}
/** @param {string} name @param {string} text @param {Finding} finding */
function item(name, text, finding) {
  const made = element("li");
  const words = inPlace(text, finding, finding.words);
  const says = element("span", "", `${finding.message} `);
  says.append(element("q", "", words));
  made.append(says);
  if (finding.replacement?.trim()) {
    const better = inPlace(text, finding, finding.replacement);
    says.append(" → ", element("q", "", better));
    made.append(helpButton("Исправить", () => mend(name, finding), `Исправить: ${better}`));
  } else if (finding.replacement !== null) {
    made.append(helpButton("Убрать из текста", () => mend(name, finding)));
  }
  const close = helpButton("", () => setHidden(name, finding.key, true), `Скрыть подсказку: ${words}`, "btn-icon");
  close.title = "Скрыть подсказку";
  close.append(icon("cross"));
  made.append(close);
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

// Told to those who do not see the list: in the description of the field, and when it changes while
// they are in it.
const spoken = element("p", "only-read");
spoken.setAttribute("role", "status");
form.querySelector(".save-bar")?.before(spoken);
/** @param {string} name @param {number} count */
function describe(name, count) {
  const field = textOf(name);
  const id = `hints-of-${name}`;
  const line = document.getElementById(id) ?? element("p", "only-read");
  line.textContent = count ? `Подсказки к тексту: ${count}. Перейти к ним: Alt + стрелка вниз.` : "";
  if (document.activeElement === field) spoken.textContent = line.textContent;
  if (line.id) return;
  line.id = id;
  placeOf(name)?.append(line);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
}

// Hiding

/** Hidden or shown at once; said when the server has taken it.
 * @param {string} name @param {string} key @param {boolean} isHidden */
function setHidden(name, key, isHidden) {
  const place = `${name} ${key}`;
  show(name, key, isHidden);
  untaken.set(place, { cell: name, key, is_dismissed: isHidden });
  tellHidden();
}
/** @param {string} name @param {string} key @param {boolean} isHidden */
function show(name, key, isHidden) {
  if (isHidden) hidden.add(`${name} ${key}`);
  else hidden.delete(`${name} ${key}`);
  redraw(name);
}
/** A new event has no address before it is saved; what is not taken stands as it stood before. */
async function tellHidden() {
  if (!page.dismiss_url) return;
  for (const [place, change] of [...untaken]) {
    const { kind, answer } = await post(page.dismiss_url, change, "kept");
    if (untaken.get(place) !== change) continue; // decided otherwise meanwhile, or told already
    untaken.delete(place);
    const advice = kind === ERRORS.OFFLINE ? "Нет связи: повторите, когда она появится." : "Повторите через минуту.";
    if (kind) sayRefused(change, answer.message ?? advice);
    else sayTaken(change);
  }
}
document.addEventListener("svod:saved", tellHidden);
/** @param {Change} change */
function sayTaken({ cell, key, is_dismissed: isHidden }) {
  if (!isHidden) return; // it stands there again
  const wasHere = listOf(cell).contains(document.activeElement);
  const isPersonal = key.startsWith(`${PERSONAL}:`);
  const words = isPersonal
    ? "Подсказка скрыта. О персональных данных спросим еще раз перед сдачей. "
    : "Подсказка скрыта. ";
  const back = sayDone(cell, words, "Вернуть", () => setHidden(cell, key, false));
  if (wasHere) back.focus();
}
/** @param {Change} change @param {string} reason */
function sayRefused({ cell, key, is_dismissed: isHidden }, reason) {
  show(cell, key, !isHidden);
  putAbove(cell, element("li", "", `${isHidden ? "Скрыть" : "Вернуть"} подсказку не удалось. ${reason}`));
}
/** What has just been done stands above the hints, with the way back.
 * @param {string} name @param {string} words @param {string} undo @param {() => void} action */
function sayDone(name, words, undo, action) {
  const list = listOf(name);
  const line = element("li");
  const back = helpButton(undo, () => {
    line.remove();
    list.hidden = list.children.length === 0;
    textOf(name).focus();
    action();
  });
  line.append(words, back);
  putAbove(name, line);
  return back;
}
/** In the place of what stood there; told to those who do not see it.
 * @param {string} name @param {HTMLElement} line */
function putAbove(name, line) {
  const list = listOf(name);
  line.dataset.done = "1";
  list.querySelector("[data-done]")?.remove();
  list.prepend(line);
  list.hidden = false;
  spoken.textContent = line.firstChild?.textContent ?? "";
}

// Mending

/** Through the browser's own editing, so that Ctrl+Z takes it back, too.
 * @param {HTMLTextAreaElement} field @param {number} start @param {number} end @param {string} words */
export function put(field, start, end, words) {
  field.focus();
  field.setSelectionRange(start, end);
  const command = words ? "insertText" : "delete";
  if (!document.execCommand(command, false, words)) field.setRangeText(words, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
/** One undo for what is put in the place of `before`.
 * @param {string} name @param {number} start @param {string} before @param {string} after @param {string} said */
function replace(name, start, before, after, said) {
  const field = textOf(name);
  put(field, start, start + before.length, after);
  sayDone(name, said, "Отменить", () => {
    const end = start + after.length;
    if (field.value.slice(start, end) === after) put(field, start, end, before);
  });
  askNow();
}
/** @param {string} name @param {Finding} finding */
function mend(name, { start, end, replacement, words, rule }) {
  if (replacement === null) return;
  if (textOf(name).value.slice(start, end) !== words) {
    askNow(); // the text has moved on
    return;
  }
  replace(name, start, words, replacement, "Исправлено. ");
  if (rule === MARK) /** @type {HTMLElement} */ (form.querySelector("[name=format][value=online]")).click();
}
/** Those that can be mended at once without a second thought: nothing is lost, and none is in
 * another's way. @param {Finding[]} findings in the order of the text */
function unambiguous(findings) {
  /** @type {Finding[]} */
  const chosen = [];
  for (const finding of findings) {
    if (!finding.replacement?.trim() || finding.rule === MARK) continue;
    if (finding.start >= (chosen[chosen.length - 1]?.end ?? 0)) chosen.push(finding);
  }
  return chosen;
}
/** @param {string} name */
function preview(name) {
  previewed[name] = drawn[name].text;
  redraw(name);
}
/** What will change, and the two ways on. @param {string} name @param {string} text @param {Finding[]} wanted */
function previewItems(name, text, wanted) {
  const sure = unambiguous(wanted);
  const changes = sure.map((finding) => {
    const line = element("li");
    const says = element("span");
    const [before, after] = [finding.words, finding.replacement ?? ""].map((words) => inPlace(text, finding, words));
    says.append(element("q", "", before), " → ", element("q", "", after));
    line.append(says);
    return line;
  });
  const close = () => {
    delete previewed[name];
    redraw(name);
  };
  const choice = element("li");
  choice.append(
    helpButton(`Исправить: ${sure.length}`, () => mendAll(name, text, sure), undefined, "btn btn-sm"),
    helpButton("Не исправлять", close),
  );
  return [element("li", "", "Изменится вот что:"), ...changes, choice];
}
/** @param {string} name @param {string} text @param {Finding[]} sure */
function mendAll(name, text, sure) {
  delete previewed[name];
  if (textOf(name).value !== text) {
    askNow();
    return;
  }
  const start = sure[0].start;
  let [after, at] = ["", start];
  for (const { start: from, end, replacement } of sure) {
    after += text.slice(at, from) + replacement;
    at = end;
  }
  replace(name, start, text.slice(start, at), after, `Исправлено: ${sure.length}. `);
}

let timer = 0;
let latest = 0;
/** What was sent last, with its answer. @type {{body: string, answer?: FindingsAnswer} | null} */
let asked = null;

// Asking

/** The text has been changed from here, or has moved on. */
function askNow() {
  clearTimeout(timer);
  ask();
}
async function ask() {
  // As they stand in the fields: the hints come with places in them.
  const texts = Object.fromEntries(FIELDS.map((name) => [name, textOf(name).value]));
  const values = { texts, format: read("format"), period: read("period") };
  const body = JSON.stringify(values);
  if (body === asked?.body) {
    const { answer } = asked;
    if (answer) inPeace(() => tell("svod:findings", answer)); // another field was written in
    return;
  }
  latest += 1;
  const number = latest;
  /** @type {typeof asked} */
  const question = { body };
  asked = question;
  const { kind, answer } = await post(form.dataset.findings ?? "", values, "read");
  if (kind) {
    // Help may be late; saving is what tells of a lost connection.
    if (asked === question) asked = null;
    return;
  }
  if (number !== latest) return;
  question.answer = answer;
  inPeace(() => {
    for (const name of FIELDS) {
      const [findings, untold] = [answer.findings[name] ?? [], answer.untold[name] ?? 0];
      draw(name, { text: texts[name], findings, untold });
    }
    tell("svod:findings", answer);
  });
  // A link to a field leads to where it stands now.
  if (number === 1 && document.activeElement?.matches(":target")) document.activeElement.scrollIntoView();
}

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

// The keys of all help: `data-under` names the field that it belongs to

/** @param {string} name @returns {HTMLElement} */
export function fieldOf(name) {
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
ask();
