// The browser keeps no page of ours, so «Назад» brings empty fields. What is written into a form stays
// in this tab until a page of ours has answered it: for this person alone, and gone at signing out.
// The event saves itself (autosave.js).
(() => {
  const { person, posted } = document.currentScript.dataset;
  if (!person) return;
  // What came as the answer to a form would have to be sent again to be seen again: «Назад» and a
  // reload lead to the page of the form instead.
  if (posted !== undefined) {
    const own = document.referrer.startsWith(`${location.origin}/`);
    history.replaceState(history.state, "", own ? document.referrer : location.href);
  }
  const OWN = `svod:${person}:form:`;
  const LARGEST = 6 * 1024 * 1024; // bytes; more text than that the server does not take at once
  const NOT_WRITTEN = ["password", "file", "submit", "button", "reset", "image", "fieldset", "output"];
  const page = location.href.split("#")[0];
  const sent = new Set();
  const begun = new Map(); // what stood in the fields before they were sent and given back here
  let forgotten = false;

  const forms = () => [...document.forms].filter((form) => form.method === "post" && !form.matches("[data-autosave], [data-sign-out]"));
  // A hidden field holds what a person gave only where it says so: a pasted table.
  const isWritten = ({ type, dataset }) => (type === "hidden" ? "written" in dataset : !NOT_WRITTEN.includes(type));
  const controls = (form) => [...form.elements].filter((control) => control.name && isWritten(control));
  const keyOf = (form) => OWN + new URL(form.getAttribute("action") || page, page).href;
  const isTick = (control) => ["checkbox", "radio"].includes(control.type);
  const isText = (control) => !isTick(control) && !control.options;
  function valueOf(control) {
    if (isTick(control)) return control.checked;
    if (control.options) return [...control.selectedOptions].map((option) => option.value);
    return control.value;
  }
  // What the server has put there.
  function givenOf(control) {
    if (isTick(control)) return control.defaultChecked;
    if (control.type === "hidden") return "";
    if (!control.options) return control.defaultValue;
    const given = [...control.options].filter((option) => option.defaultSelected);
    const first = control.multiple ? [] : [...control.options].slice(0, 1);
    return (given.length ? given : first).map((option) => option.value);
  }
  const nameOf = (key, { name, option }) => JSON.stringify([key, name, option]);
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  function put(control, value) {
    if (isTick(control)) control.checked = value;
    else if (control.options) for (const option of control.options) option.selected = value.includes(option.value);
    else control.value = value;
    control.closest("details")?.setAttribute("open", "");
    for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
  }

  function written(form) {
    return controls(form)
      .map((control) => {
        const field = { name: control.name, option: isTick(control) ? control.value : null };
        const given = begun.get(nameOf(keyOf(form), field)) ?? givenOf(control);
        return { ...field, isText: isText(control), given, value: valueOf(control) };
      })
      .filter(({ given, value }) => !same(given, value));
  }
  // Whether it is safe from the closing of the page.
  function keep(form) {
    const fields = written(form);
    const isSent = sent.has(form);
    try {
      if (fields.some((field) => isSent || field.isText)) {
        sessionStorage.setItem(keyOf(form), JSON.stringify({ page, isSent, fields }));
      } else {
        sessionStorage.removeItem(keyOf(form));
      }
      return true;
    } catch {
      return false;
    }
  }
  function kept() {
    try {
      const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(OWN));
      return new Map(keys.map((key) => [key, JSON.parse(sessionStorage.getItem(key))]));
    } catch {
      return new Map(); // a browser that keeps nothing
    }
  }

  // A page that opens from the page of the form, and is no error, is the answer. One that came at
  // once has taken nothing yet: it gives the words back, or shows what would become of them.
  function isAnswered({ isSent, page: sentFrom }) {
    const [arrival] = performance.getEntriesByType("navigation");
    if (!isSent || document.referrer !== sentFrom || (arrival?.responseStatus ?? 200) >= 400) return false;
    return arrival?.type === "navigate" || (arrival?.type === "reload" && page !== sentFrom);
  }
  function restore(form, { isSent, fields }) {
    const lost = [];
    let place = null;
    for (const { name, option, given, value, isText: isWords } of fields) {
      const control = controls(form).find((each) => each.name === name && (option === null || each.value === option));
      if (control && same(valueOf(control), value)) continue;
      if (control && (same(givenOf(control), given) || givenOf(control) === "")) {
        put(control, value);
        place ??= control;
      } else if (isWords && value) {
        lost.push(value);
      }
    }
    if (place || lost.length) show(form, place, isSent, lost);
  }
  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }
  function show(form, place, isSent, lost) {
    const box = element("div", "note note-warning", "");
    box.setAttribute("role", "status");
    const said = isSent
      ? "Вы это уже отправляли, но «Свод» не подтвердил, что принял. Посмотрите, не сохранено ли это, прежде чем отправить снова."
      : "Здесь то, что вы написали раньше и еще не отправили.";
    box.append(element("p", "", said));
    if (lost.length) box.append(element("p", "", "В поля не вернулось, потому что с тех пор в них написали другое:"));
    for (const text of lost) box.append(element("p", "typed", text));
    const remove = element("button", "btn btn-quiet btn-sm", "Убрать написанное");
    remove.type = "button";
    remove.addEventListener("click", () => {
      for (const control of controls(form)) put(control, givenOf(control));
      box.remove();
    });
    box.append(remove);
    // At the field: the form may be longer than the screen, and the field outside of it.
    if (place) (place.closest("label") ?? place).before(box);
    else form.prepend(box);
  }

  // The browser would put back on its own what was answered long ago.
  for (const form of forms()) form.autocomplete = "off";
  for (const [key, entry] of kept()) {
    if (isAnswered(entry) && posted !== undefined) entry.fields.forEach((field) => begun.set(nameOf(key, field), field.given));
    else if (isAnswered(entry)) sessionStorage.removeItem(key);
    else forms().filter((form) => keyOf(form) === key).slice(0, 1).forEach((form) => restore(form, entry));
  }
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !forms().includes(form)) return;
    sent.add(form);
    const texts = written(form).filter(({ isText: isWords }) => isWords);
    if (keep(form) || new Blob(texts.map(({ value }) => value)).size < LARGEST) return;
    sent.delete(form);
    event.preventDefault();
    alert("Здесь больше текста, чем можно отправить за один раз. Сократите его или разделите на части.");
  });
  const keepAll = () => {
    if (!forgotten) forms().forEach(keep);
  };
  window.addEventListener("pagehide", keepAll);
  // What is written and not sent is asked about at signing out, see kept-texts.js.
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", keepAll, true);
  document.addEventListener("svod:forget", () => { forgotten = true; });
  // A page that the browser kept all the same: somebody else may sit here by now, and what stands in
  // its fields was kept, or answered, when it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || document.querySelector("form[data-autosave]")) return;
    forgotten = true;
    location.reload();
  });
})();
