// @ts-check
// What the texts come to: hints under their fields (hints.js), what they suggest of format, kind and
// countries, how earlier texts would go on, the row as it will be printed. Tab goes from field to field and passes all help by;
// Alt + ↓ enters the help under a field, the arrows lead through it, Esc leads back.

import { element, firstControl, form, isWritten, placeOf, read, token } from "../autosave/page.js";
import { draw, helpButton, put, textOf } from "./hints.js";

const FIELDS = ["name", "place", "content", "participants"];
const PAUSE = 700; // milliseconds
let timer = 0;
let latest = 0;
/** What was sent last, with its answer. @type {{body: string, answer?: FindingsAnswer} | null} */
let asked = null;

// Asking

async function ask() {
  // As they stand in the fields: the hints come with places in them.
  const texts = Object.fromEntries(FIELDS.map((name) => [name, textOf(name).value]));
  const body = JSON.stringify({ texts, format: read("format"), period: read("period") });
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
      for (const name of FIELDS) {
        const [findings, untold] = [answer.findings[name] ?? [], answer.untold[name] ?? 0];
        draw(name, { text: texts[name], findings, untold });
      }
      tellOthers(answer);
    });
    // A link to a field leads to where it stands now.
    if (number === 1 && document.activeElement.matches(":target")) document.activeElement.scrollIntoView();
  } catch {
    if (asked === question) asked = null;
    // Help may be late; saving is what tells of a lost connection.
  }
}
/** @param {string} body @returns {Promise<FindingsAnswer>} */
async function fetchFindings(body) {
  const response = await fetch(form.dataset.findings, {
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
  const at = document.activeElement;
  const before = at.getBoundingClientRect();
  const isInSight = form.contains(at) && before.bottom > 0 && before.top < innerHeight;
  change();
  const moved = at.getBoundingClientRect().top - before.top;
  if (!moved || !isInSight || !at.isConnected) return;
  scrollBy({ top: moved, behavior: "instant" });
  at.scrollIntoView({ block: "nearest", behavior: "instant" }); // a smooth scroll to it has been cut off
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
/** @param {string} id @param {HTMLElement} after @param {string} under the field that it belongs to */
function suggestionLine(id, after, under) {
  const known = document.getElementById(id);
  if (known) return known;
  const line = element("p", "suggestion");
  line.id = id;
  line.dataset.under = under;
  line.setAttribute("role", "status");
  after.append(line);
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
    fieldOf(line.dataset.under).focus({ preventScroll: true });
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

// Completions: places, people and organisations from the municipality's own earlier texts, after two
// letters. They stand under the field as buttons: one press puts the whole phrase where it was begun.

const COMPLETED = ["place", "participants", "content"];
const TYPING_PAUSE = 200; // milliseconds
const LONGEST_START = 120; // letters
let completing = 0;
let newest = 0;

/** @param {HTMLTextAreaElement} field */
function completionsOf(field) {
  const id = `completions-${field.name}`;
  const known = document.getElementById(id);
  if (known) return known;
  const list = element("div", "completions");
  list.id = id;
  list.dataset.under = field.name;
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", "Из ваших прошлых текстов");
  list.hidden = true;
  field.after(list);
  return list;
}
/** @param {HTMLTextAreaElement} field */
async function complete(field) {
  newest += 1;
  const number = newest;
  const before = field.value.slice(0, field.selectionStart).split("\n").pop().slice(-LONGEST_START);
  const list = completionsOf(field);
  if (!/[\p{L}\d]{2}$/u.test(before)) {
    list.hidden = true;
    return;
  }
  const query = new URLSearchParams({ field: field.name, typed: before });
  try {
    const url = `${form.dataset.completions}?${query}`;
    const response = await fetch(url, { credentials: "same-origin", redirect: "manual" });
    if (!response.ok || number !== newest) return;
    /** @type {{completions: string[]}} */
    const { completions } = await response.json();
    list.replaceChildren(...completions.map((phrase) => completionButton(field, list, phrase)));
    list.hidden = completions.length === 0;
  } catch {
    list.hidden = true;
  }
}
/** @param {HTMLTextAreaElement} field @param {HTMLElement} list @param {string} phrase */
function completionButton(field, list, phrase) {
  const text = phrase.length > 90 ? `${phrase.slice(0, 87)}…` : phrase;
  const take = () => {
    list.hidden = true;
    put(field, startOf(field, phrase), field.selectionStart, phrase);
  };
  return helpButton(text, take, undefined, "btn btn-sm");
}
/** Where the typed piece of the phrase begins that gives way to the whole of it.
 * @param {HTMLTextAreaElement} field @param {string} phrase */
function startOf(field, phrase) {
  const end = field.selectionStart;
  const typed = field.value.slice(0, end);
  const near = typed.slice(-LONGEST_START);
  const fold = (/** @type {string} */ text) => text.toLowerCase().replace(/ё/g, "е");
  const whole = fold(phrase);
  for (const word of [...near.matchAll(/[\p{L}\d«.]+/gu)].slice(-4)) {
    const from = end - near.length + word.index;
    const at = whole.indexOf(fold(typed.slice(from)));
    if (at === 0 || (at > 0 && !/[\p{L}\d]/u.test(whole[at - 1]))) return from;
  }
  return end;
}
form.addEventListener("input", (event) => {
  const field = /** @type {HTMLTextAreaElement} */ (event.target);
  if (!COMPLETED.includes(field.name) || isWritten(event)) return;
  clearTimeout(completing);
  completing = setTimeout(() => complete(field), TYPING_PAUSE);
});

// Beside the form: the row as it will be printed. The server has cleaned it, as it does for the document.

document.addEventListener("svod:findings", ({ detail: { printed } }) => {
  for (const cell of document.querySelectorAll("[data-printed-cell]")) {
    cell.textContent = printed[/** @type {HTMLElement} */ (cell).dataset.printedCell];
  }
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
document.addEventListener("svod:mended", () => {
  clearTimeout(timer);
  ask();
});
ask();
