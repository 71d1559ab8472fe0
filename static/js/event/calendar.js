// @ts-check
// The calendar, for those who prefer to click: it writes into the same field that others type into.
// It is loaded when somebody opens it. The arrows lead from day to day, Esc leads back to the field.

import { element } from "../autosave/page.js";
import { helpButton } from "./findings.js";

const MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" ");
const GENITIVE = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" ");
const WEEKDAYS = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];
/** Days. @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const period = /** @type {HTMLInputElement} */ (document.getElementById("id_period"));
const calendar = /** @type {HTMLElement} */ (document.querySelector("[data-calendar]"));
const [year, month] = (calendar.dataset.calendar ?? "").split("-").map(Number);
let shown = new Date(year, month - 1, 1); // the first of three months, at the start those of the quarter
/** The first day, until the last one is chosen. @type {Date | null} */
let begun = null;
const months = element("div", "months");
const calendarHint = element("p", "quiet mb-2", "Нажмите на первый день мероприятия.");
calendarHint.setAttribute("role", "status");

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
/** The days that the field means.
 * @param {Date | undefined} from @param {Date | undefined} to */
function mark(from, to) {
  for (const one of days()) {
    if (from && to && from <= dayOf(one) && dayOf(one) <= to) one.setAttribute("aria-pressed", "true");
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
  const [from, to] = begun && day < begun ? [day, begun] : [begun ?? day, day];
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
const opener = /** @type {HTMLButtonElement} */ (document.querySelector("[data-calendar-button]"));
/** @param {boolean} isOpen */
function showCalendar(isOpen) {
  calendar.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
}
export function open() {
  showCalendar(true);
  goTo(dayOf(days().find((one) => one.hasAttribute("aria-pressed")) ?? days()[0]));
}
function fold() {
  showCalendar(false);
  period.focus();
}
/** Opens it or folds it. */
export const toggle = () => (calendar.hidden ? open() : fold());
function setUp() {
  const tools = element("div", "mb-2");
  tools.append(
    calendarButton("← Раньше", "Предыдущий квартал", () => turn(-3)),
    " ",
    calendarButton("Позже →", "Следующий квартал", () => turn(3)),
  );
  calendar.append(calendarHint, tools, months);
  drawCalendar();
  document.addEventListener("htmx:afterSwap", () => begun || markPrinted());
  calendar.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const day = target.dataset.day && dayOf(target);
    if (event.key === "Escape") fold();
    else if (day && event.key in STEPS) {
      goTo(new Date(day.getFullYear(), day.getMonth(), day.getDate() + STEPS[event.key]));
    } else return;
    event.preventDefault();
  });
}
setUp();
