// A calendar for those who prefer to click: it writes into the same field that others type into.
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
    draw();
    if (isSecond) hint.textContent = "Выбрано. Чтобы выбрать другие дни, нажмите на первый из них.";
    else hint.textContent = "Если мероприятие длилось дольше, нажмите на последний день.";
    body.querySelector(`[data-day="${day.getTime()}"]`)?.focus();
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
          if (same(own, begun)) one.setAttribute("aria-pressed", "true");
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
  }
  function turn(by) {
    shown = new Date(shown.getFullYear(), shown.getMonth() + by, 1);
    draw();
  }

  const body = make("div", { className: "months" });
  const hint = make("p", { className: "quiet mb-2", textContent: "Нажмите на первый день мероприятия." });
  hint.setAttribute("role", "status");
  const summary = make("summary", { textContent: "Выбрать в календаре" });
  const tools = make("div", { className: "mb-2" }, button("← Раньше", "Предыдущий квартал", () => turn(-3)), " ", button("Позже →", "Следующий квартал", () => turn(3)));
  place.append(make("details", {}, summary, hint, tools, body));
  draw();
})();
