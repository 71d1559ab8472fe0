// @ts-check
// Help with filling in the fields of an event: a calendar, the list of countries, pasting from other
// programs, Enter that goes on. Without this script they are plain fields.

import { element, form } from "../autosave/page.js";
import "./findings.js";
import { helpButton } from "./hints.js";

// The calendar, for those who prefer to click: it writes into the same field that others type into.
// Tab passes its button by; from the field Alt + ↓ opens it, the arrows lead from day to day, Esc
// leads back.

const MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" ");
const GENITIVE = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" ");
const WEEKDAYS = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];
/** Days. @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const period = /** @type {HTMLInputElement} */ (document.getElementById("id_period"));
const calendar = /** @type {HTMLElement} */ (document.querySelector("[data-calendar]"));
const [year, month] = calendar.dataset.calendar.split("-").map(Number);
let shown = new Date(year, month - 1, 1); // the first of three months, at the start those of the quarter
/** The first day, until the last one is chosen. @type {Date | null} */
let begun = null;
const months = element("div", "months");
const calendarHint = element("p", "quiet mb-2", "Нажмите на первый день мероприятия.");
calendarHint.setAttribute("role", "status");
const opener = /** @type {HTMLButtonElement} */ (document.querySelector("[data-calendar-button]"));

/** @param {Date} day */
const dayMonth = (day) => `${day.getDate()} ${GENITIVE[day.getMonth()]}`;
/** @param {Date} day */
const wholeDay = (day) => `${dayMonth(day)} ${day.getFullYear()} года`;
/** @param {Date} from @param {Date} to */
function span(from, to) {
  if (from.getTime() === to.getTime()) return wholeDay(from);
  if (from.getFullYear() !== to.getFullYear()) return `${wholeDay(from)} – ${wholeDay(to)}`;
  if (from.getMonth() !== to.getMonth()) return `${dayMonth(from)} – ${wholeDay(to)}`;
  return `${from.getDate()}-${wholeDay(to)}`;
}
const days = () => /** @type {HTMLElement[]} */ ([...months.querySelectorAll("[data-day]")]);
/** @param {HTMLElement} one */
const dayOf = (one) => new Date(Number(one.dataset.day));
/** The days that the field means. Without a day the comparisons are all false.
 * @param {Date | undefined} from @param {Date | undefined} to */
function mark(from, to) {
  for (const one of days()) {
    if (from <= dayOf(one) && dayOf(one) <= to) one.setAttribute("aria-pressed", "true");
    else one.removeAttribute("aria-pressed");
  }
}
/** @param {string | undefined} text as 2026-09-05 */
function localDay(text) {
  if (!text) return undefined;
  const [yearOf, monthOf, dayOfMonth] = text.split("-").map(Number);
  return new Date(yearOf, monthOf - 1, dayOfMonth);
}
function markPrinted() {
  const { start, end } = document.getElementById("period-answer")?.dataset ?? {};
  mark(localDay(start || end), localDay(end || start));
}
/** @param {Date} day */
function choose(day) {
  const isSecond = begun !== null;
  const [from, to] = isSecond && day < begun ? [day, begun] : [begun ?? day, day];
  period.value = span(from, to);
  period.dispatchEvent(new Event("input", { bubbles: true }));
  begun = isSecond ? null : day;
  mark(from, to);
  calendarHint.textContent = isSecond
    ? "Выбрано. Чтобы выбрать другие дни, нажмите на первый из них."
    : "Если мероприятие длилось дольше, нажмите на последний день.";
  goTo(day);
}
/** @param {Date} day */
function goTo(day) {
  const distance = (day.getFullYear() - shown.getFullYear()) * 12 + day.getMonth() - shown.getMonth();
  if (distance < 0 || distance > 2) turn(distance < 0 ? -3 : 3);
  for (const one of days()) {
    const isIt = dayOf(one).getTime() === day.getTime();
    one.tabIndex = isIt ? 0 : -1; // one stop for Tab
    if (isIt) one.focus();
  }
}
/** @param {string} text @param {string} label @param {() => void} action @param {string} className */
function calendarButton(text, label, action, className = "btn btn-sm") {
  const made = helpButton(text, action, label, className);
  made.tabIndex = 0;
  return made;
}
/** @param {Date} start the first day of a month */
function monthTable(start) {
  const table = element("table", "month");
  const head = table.createTHead().insertRow();
  table.prepend(element("caption", "", `${MONTHS[start.getMonth()]} ${start.getFullYear()}`));
  for (const name of WEEKDAYS) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const rows = table.createTBody();
  const day = new Date(start);
  while (day.getMonth() === start.getMonth()) {
    const row = rows.insertRow();
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      const cell = row.insertCell();
      if (day.getMonth() !== start.getMonth() || (day.getDay() || 7) !== weekday) continue;
      cell.append(dayButton(new Date(day)));
      day.setDate(day.getDate() + 1);
    }
  }
  return table;
}
/** @param {Date} day */
function dayButton(day) {
  const one = helpButton(String(day.getDate()), () => choose(day), wholeDay(day), "day");
  one.dataset.day = String(day.getTime());
  return one;
}
function drawCalendar() {
  months.replaceChildren(
    ...[0, 1, 2].map((later) => monthTable(new Date(shown.getFullYear(), shown.getMonth() + later, 1))),
  );
  days()[0].tabIndex = 0;
  if (begun) mark(begun, begun);
  else markPrinted();
}
/** @param {number} by months */
function turn(by) {
  shown = new Date(shown.getFullYear(), shown.getMonth() + by, 1);
  drawCalendar();
}
/** @param {boolean} isOpen */
function showCalendar(isOpen) {
  calendar.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
}
function openCalendar() {
  showCalendar(true);
  goTo(dayOf(days().find((one) => one.hasAttribute("aria-pressed")) ?? days()[0]));
}
function foldCalendar() {
  showCalendar(false);
  period.focus();
}
function setUpCalendar() {
  const tools = element("div", "mb-2");
  tools.append(
    calendarButton("← Раньше", "Предыдущий квартал", () => turn(-3)),
    " ",
    calendarButton("Позже →", "Следующий квартал", () => turn(3)),
  );
  calendar.append(calendarHint, tools, months);
  drawCalendar();
  opener.hidden = false;
  opener.addEventListener("click", () => (calendar.hidden ? openCalendar() : foldCalendar()));
  document.addEventListener("htmx:afterSwap", () => begun || markPrinted());
  period.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !event.altKey) return;
    event.preventDefault();
    openCalendar();
  });
  calendar.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const day = target.dataset.day && dayOf(target);
    if (event.key === "Escape") foldCalendar();
    else if (day && event.key in STEPS) {
      goTo(new Date(day.getFullYear(), day.getMonth(), day.getDate() + STEPS[event.key]));
    } else return;
    event.preventDefault();
  });
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
  const html = event.clipboardData.getData("text/html");
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
setUpCountries();
