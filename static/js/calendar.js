// A calendar for those who prefer to click: it writes into the same field that others type into.
// Tab passes it by while it is folded; from the field Alt + ↓ opens it, the arrows lead from day to
// day, Esc folds it.
(() => {
  const field = document.getElementById("id_period");
  const place = document.querySelector("[data-calendar]");
  if (!field || !place) return;
  const MONTHS = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
  const GENITIVE = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
  const [year, month] = place.dataset.calendar.split("-").map(Number);
  const first = new Date(year, month - 1, 1); // of the quarter
  let shown = first;
  let begun = null;

  const same = (a, b) => a && b && a.getTime() === b.getTime();
  const dayMonth = (day) => `${day.getDate()} ${GENITIVE[day.getMonth()]}`;
  const whole = (day) => `${dayMonth(day)} ${day.getFullYear()} года`;
  function phrase(from, to) {
    if (same(from, to)) return whole(from);
    if (from.getFullYear() !== to.getFullYear()) return `${whole(from)} – ${whole(to)}`;
    if (from.getMonth() !== to.getMonth()) return `${dayMonth(from)} – ${whole(to)}`;
    return `${from.getDate()}-${whole(to)}`;
  }
  function choose(day) {
    const isSecond = begun !== null;
    const [from, to] = isSecond && day < begun ? [day, begun] : [begun ?? day, day];
    field.value = phrase(from, to);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    begun = isSecond ? null : day;
    mark(from, to);
    if (isSecond) hint.textContent = "Выбрано. Чтобы выбрать другие дни, нажмите на первый из них.";
    else hint.textContent = "Если мероприятие длилось дольше, нажмите на последний день.";
    goTo(day);
  }
  // The days that the field means.
  function mark(from, to) {
    for (const one of days()) {
      if (from <= dayOf(one) && dayOf(one) <= to) one.setAttribute("aria-pressed", "true");
      else one.removeAttribute("aria-pressed");
    }
  }
  function markPrinted() {
    const { start, end } = document.getElementById("period-answer")?.dataset ?? {};
    mark(localDay(start || end), localDay(end || start));
  }
  // Without a day the comparisons above are all false.
  const localDay = (text) => (text ? new Date(...text.split("-").map((part, at) => part - (at === 1))) : NaN);
  const days = () => [...body.querySelectorAll("[data-day]")];
  const dayOf = (one) => new Date(Number(one.dataset.day));
  function goTo(day) {
    const months = (day.getFullYear() - shown.getFullYear()) * 12 + day.getMonth() - shown.getMonth();
    if (months < 0 || months > 2) turn(months < 0 ? -3 : 3);
    for (const one of days()) {
      const isIt = same(dayOf(one), day);
      one.tabIndex = isIt ? 0 : -1; // one stop for Tab
      if (isIt) one.focus();
    }
  }
  function open() {
    details.open = true;
    const first = days().find((one) => one.hasAttribute("aria-pressed")) ?? days()[0];
    goTo(dayOf(first));
  }
  function fold() {
    details.open = false;
    field.focus();
  }
  function make(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }
  function button(text, label, action, className = "btn btn-quiet btn-sm") {
    const made = make("button", { type: "button", className, textContent: text });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", action);
    return made;
  }
  function monthOf(start) {
    const table = make("table", { className: "month" });
    table.append(make("caption", { textContent: `${MONTHS[start.getMonth()]} ${start.getFullYear()}` }));
    const head = make("tr");
    for (const name of ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]) head.append(make("th", { scope: "col", textContent: name }));
    table.append(make("thead", {}, head));
    const rows = make("tbody");
    const day = new Date(start);
    while (day.getMonth() === start.getMonth()) {
      const row = make("tr");
      for (let weekday = 1; weekday <= 7; weekday += 1) {
        const cell = make("td");
        if (day.getMonth() === start.getMonth() && (day.getDay() || 7) === weekday) {
          const own = new Date(day);
          const one = button(String(day.getDate()), whole(own), () => choose(own), "day");
          one.dataset.day = own.getTime();
          one.tabIndex = -1;
          cell.append(one);
          day.setDate(day.getDate() + 1);
        }
        row.append(cell);
      }
      rows.append(row);
    }
    table.append(rows);
    return table;
  }
  function draw() {
    const months = [0, 1, 2].map((shift) => monthOf(new Date(shown.getFullYear(), shown.getMonth() + shift, 1)));
    body.replaceChildren(...months);
    days()[0].tabIndex = 0;
    if (begun) mark(begun, begun);
    else markPrinted();
  }
  function turn(by) {
    shown = new Date(shown.getFullYear(), shown.getMonth() + by, 1);
    draw();
  }

  const body = make("div", { className: "months" });
  const hint = make("p", { className: "quiet mb-2", textContent: "Нажмите на первый день мероприятия." });
  hint.setAttribute("role", "status");
  const summary = make("summary", { textContent: "Выбрать в календаре (Alt + ↓)", tabIndex: -1 });
  const tools = make("div", { className: "mb-2" }, button("← Раньше", "Предыдущий квартал", () => turn(-3)), " ", button("Позже →", "Следующий квартал", () => turn(3)));
  const details = make("details", {}, summary, hint, tools, body);
  place.append(details);
  draw();
  document.addEventListener("htmx:afterSwap", () => begun || markPrinted());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !event.altKey) return;
    event.preventDefault();
    open();
  });
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  details.addEventListener("keydown", (event) => {
    const day = event.target.dataset.day && dayOf(event.target);
    if (event.key === "Escape") fold();
    else if (day && event.key in STEPS) goTo(new Date(day.getFullYear(), day.getMonth(), day.getDate() + STEPS[event.key]));
    else return;
    event.preventDefault();
  });
})();
