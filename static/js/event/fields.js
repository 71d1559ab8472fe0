// @ts-check
// Help with filling in the fields of an event: the calendar, what may have been meant by a period, the
// list of countries, what the texts suggest, how earlier texts would go on, pasting from other
// programs, the row as it will be printed, Enter that goes on. Without this script they are plain
// fields.

import { element, firstControl, form, isWritten, placeOf, read } from "../autosave/page.js";
import { fieldOf, helpButton, put } from "./findings.js";

// The calendar beside the period: by its button, or by Alt + ↓ from the field. Tab passes it by.

function setUpCalendar() {
  const calendar = () => import("./calendar.js");
  const opener = /** @type {HTMLButtonElement} */ (document.querySelector("[data-calendar-button]"));
  opener.addEventListener("click", async () => (await calendar()).toggle());
  document.getElementById("id_period")?.addEventListener("keydown", async (event) => {
    if (event.key !== "ArrowDown" || !event.altKey || isOffered()) return;
    event.preventDefault();
    (await calendar()).open();
  });
  opener.hidden = false;
}

// What may have been meant by a period that is doubtful: put in its place by a click, and taken back
// by another.

const period = /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (firstControl("period")));
const isOffered = () => document.querySelector("[data-offers]") !== null;
const showOffers = () => document.querySelector("[data-offers]")?.removeAttribute("hidden");

/** @param {string} words */
function takeOffer(words) {
  const before = period.value;
  put(period, 0, before.length, words);
  const line = suggestionLine("suggestion-period", placeOf("period"), "period");
  const takeBack = () => put(period, 0, period.value.length, before); // and the line goes
  line.replaceChildren(`Записано: ${words}. `, helpButton("Отменить", takeBack));
  line.hidden = false;
}
function setUpOffers() {
  form.addEventListener("click", ({ target }) => {
    const offer = /** @type {HTMLElement} */ (target).closest("[data-offers] button");
    if (offer) takeOffer(offer.textContent ?? "");
  });
  period.addEventListener("input", () => {
    const line = document.getElementById("suggestion-period");
    if (line) line.hidden = true;
  });
  document.addEventListener("htmx:afterSwap", showOffers);
  showOffers();
}

// The list of countries: a click adds or takes away one, the chosen ones are named above, a few
// letters find one.

const countries = /** @type {HTMLSelectElement} */ (document.getElementById("id_countries"));

/** @param {HTMLOptionElement} option */
function toggle(option) {
  option.selected = !option.selected;
  for (const kind of ["input", "change"]) countries.dispatchEvent(new Event(kind, { bubbles: true }));
}
function setUpCountries() {
  const chosen = element("p", "form-text mb-1");
  chosen.setAttribute("role", "status");
  const name = () => {
    const names = [...countries.selectedOptions].map((option) => option.text);
    chosen.textContent = names.length ? `Выбрано: ${names.join(", ")}` : "Ни одна страна не выбрана.";
  };
  countries.before(chosen, countrySearch());
  countries.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof HTMLOptionElement)) return;
    event.preventDefault(); // the browser would drop all the others
    const top = countries.scrollTop;
    toggle(event.target);
    countries.focus();
    countries.scrollTop = top;
  });
  for (const kind of ["input", "change"]) countries.addEventListener(kind, name);
  name();
}
function countrySearch() {
  const options = [...countries.options];
  const search = element("input", "form-control mb-1");
  Object.assign(search, { type: "search", placeholder: "Начните писать название", autocomplete: "off" });
  search.setAttribute("aria-label", "Найти страну");
  search.addEventListener("input", (event) => {
    event.stopPropagation(); // it is none of the texts to be saved
    const words = search.value.trim().toLowerCase();
    for (const option of options) option.hidden = !option.text.toLowerCase().includes(words);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const found = options.filter((option) => !option.hidden);
    if (search.value.trim() === "" || found.length === 0) return;
    toggle(found[0]);
    search.value = "";
    search.dispatchEvent(new Event("input"));
  });
  return search;
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

// Completions: places, people and organisations from the municipality's own earlier texts, after two
// letters. They stand under the field as buttons: one press puts the whole phrase where it was begun.

const COMPLETED = ["place", "participants", "content"];
const PAUSE = 200; // milliseconds
const LONGEST_START = 120; // letters
let timer = 0;
let latest = 0;

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
  latest += 1;
  const number = latest;
  const before = field.value.slice(0, field.selectionStart).split("\n").pop()?.slice(-LONGEST_START) ?? "";
  const list = completionsOf(field);
  if (!/[\p{L}\d]{2}$/u.test(before)) {
    list.hidden = true;
    return;
  }
  const query = new URLSearchParams({ field: field.name, typed: before });
  try {
    const url = `${form.dataset.completions}?${query}`;
    const response = await fetch(url, { credentials: "same-origin", redirect: "manual" });
    if (!response.ok || number !== latest) return;
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
  clearTimeout(timer);
  timer = setTimeout(() => complete(field), PAUSE);
});

// A text from Word, a mail, a web page or Excel comes into a field as plain text that keeps its
// paragraphs, its list items («- ») and the rows of its tables. The clipboard's own plain text loses
// the items of web pages and has Word's bullets as signs of a special font.

const BLOCKS = "p,div,br,li,tr,h1,h2,h3,h4,h5,h6,blockquote,pre,dt,dd,section,article,ul,ol,table";
const HIDDEN = /display:none|mso-hide:all/;
const NUMBER = /^\(?[\p{L}\p{N}][\p{L}\p{N}.]{0,9}[.)]$|^\d{1,4}$/u;

/** @param {string} html */
function bodyOf(html) {
  // The page's policy refuses styles and handlers, and says so, even where nothing is shown.
  const harmless = html
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  return new DOMParser().parseFromString(harmless, "text/html").body;
}
/** @param {HTMLElement} node */
const styleOf = (node) => (node.dataset.style ?? "").toLowerCase().replace(/\s/g, "");

/** The lines of a piece of the clipboard: every element ends those it stands for. */
class PastedLines {
  /** @type {string[]} */
  lines = [];
  open = ""; // the line that is being written
  marker = ""; // what the next line begins with
  /** The next number of each list. @type {Map<Element, number>} */
  numbers = new Map();

  /** @param {Node} root */
  constructor(root) {
    for (const node of root.childNodes) this.walk(node);
    this.end();
    while (this.lines.length && !this.lines[this.lines.length - 1]) this.lines.pop();
    while (this.lines.length && !this.lines[0]) this.lines.shift();
  }
  end(isAlways = false) {
    const text = this.open.replace(/[ \t\n\r\f\u00a0]+/g, " ").trim();
    if (text) {
      this.lines.push(this.marker + text);
      this.marker = "";
    } else if (isAlways) {
      this.lines.push("");
    }
    this.open = "";
  }
  /** @param {Element} item */
  markerOf(item) {
    const list = item.parentElement;
    if (!(list instanceof HTMLOListElement)) return "- ";
    const number = this.numbers.get(list) ?? (list.start || 1);
    this.numbers.set(list, number + 1);
    return `${number}. `;
  }
  /** @param {HTMLTableRowElement} row */
  row(row) {
    const cells = [...row.cells].filter((cell) => !HIDDEN.test(styleOf(cell)));
    const filled = cells.map((cell) => new PastedLines(cell).lines).filter((lines) => lines.length);
    if (filled.length === 1) this.lines.push(...filled[0]);
    else if (filled.length) this.lines.push(filled.map((lines) => lines.join(" ")).join(" – "));
  }
  /** @param {Node} node */
  walk(node) {
    if (node.nodeType === Node.TEXT_NODE) this.open += node.nodeValue;
    if (node.nodeType === Node.ELEMENT_NODE) this.element(/** @type {HTMLElement} */ (node));
  }
  /** @param {HTMLElement} node */
  element(node) {
    const style = styleOf(node);
    if (node.hidden || node.tagName === "DEL" || HIDDEN.test(style)) return;
    if (style.includes("mso-list:ignore")) {
      const bullet = node.textContent.trim();
      this.marker = NUMBER.test(bullet) ? `${bullet} ` : "- ";
      return;
    }
    if (node.tagName === "BR") return this.end(true);
    const isBlock = node.matches(BLOCKS);
    if (isBlock) this.end();
    if (node.tagName === "TR") return this.row(/** @type {HTMLTableRowElement} */ (node));
    if (node.tagName === "LI") this.marker = this.markerOf(node);
    for (const child of node.childNodes) this.walk(child);
    if (isBlock) this.end();
    if (node.tagName === "LI") this.marker = "";
  }
}
form.addEventListener("paste", (event) => {
  const field = event.target;
  const html = event.clipboardData?.getData("text/html");
  if (!(field instanceof HTMLTextAreaElement) || !html) return;
  const body = bodyOf(html);
  if (!body.querySelector(BLOCKS)) return; // the plain text says as much
  const text = new PastedLines(body).lines.join("\n");
  if (!text) return;
  event.preventDefault();
  // The old command, because only with it the browser can undo the paste.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }
});

// Beside the form: the row as it will be printed. The server has cleaned it, as it does for the document.

document.addEventListener("svod:findings", ({ detail: { printed } }) => {
  for (const cell of document.querySelectorAll("[data-printed-cell]")) {
    cell.textContent = printed[/** @type {HTMLElement} */ (cell).dataset.printedCell ?? ""];
  }
});

// Enter in a one-line field leads to the next one: the form is sent by its buttons alone.

/** @param {HTMLInputElement} field */
function nextStop(field) {
  const all = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  const stops = all.filter((one) => one.offsetParent && one.tabIndex >= 0);
  const after = stops.slice(stops.indexOf(field)).filter((one) => !one.name || one.name !== field.name);
  return after.find((one) => one.type !== "radio" || one.checked);
}
form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.isComposing || event.defaultPrevented) return;
  if (!(field instanceof HTMLInputElement)) return;
  event.preventDefault();
  nextStop(field)?.focus();
});

setUpCalendar();
setUpOffers();
setUpCountries();
