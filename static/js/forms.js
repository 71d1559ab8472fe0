// @ts-check
// What the forms of every page have in common. What is written into one stays in this tab until a
// page of ours has answered it; it is sent once; its long fields grow; a remark is answered in place.

/** @typedef {Omit<HTMLSelectElement, "type"> & HTMLInputElement} Control any of the form's, whatever it has */
/** @typedef {{name: string, option: string | null}} FieldName one radio button has its value as `option` */
/** @typedef {FieldName & {isText: boolean, given: Given, value: Given}} Written */
/** @typedef {string | boolean | string[]} Given */
/** @typedef {{page: string, isSent: boolean, fields: Written[]}} Entry */

const { person, posted, refused, once } = /** @type {HTMLElement} */ (document.getElementById("forms-script")).dataset;
const signOut = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-sign-out]"));

// Kept forms. The browser keeps no page of ours, so «Назад» brings empty fields. What is written is
// for this person alone, and gone at signing out. The event saves itself (autosave/).

const OWN = `svod:${person}:form:`;
const LARGEST = 6 * 1024 * 1024; // bytes; more text than that the server does not take at once
const NOT_WRITTEN = ["password", "file", "submit", "button", "reset", "image", "fieldset", "output"];
const here = () => location.href.split("#")[0];
const page = here(); // of an answer to a form, until keepForms() calls it by the page of the form
/** @type {Set<HTMLFormElement>} */
const sent = new Set();
/** What stood in the fields before they were sent and given back here. @type {Map<string, Given>} */
const begun = new Map();
let isForgotten = false;
/** What is being left by «Отменить» beside its button: its words are not wanted. @type {HTMLFormElement | null} */
let cancelled = null;

const forms = () =>
  [...document.forms].filter((form) => form.method === "post" && !form.matches("[data-autosave], [data-sign-out]"));
/** A hidden field holds what a person gave only where it says so: a pasted table. @param {Control} control */
const isFilledIn = ({ type, dataset }) => (type === "hidden" ? "written" in dataset : !NOT_WRITTEN.includes(type));
/** @param {HTMLFormElement} form */
function controls(form) {
  const all = /** @type {Control[]} */ ([...form.elements]);
  return all.filter((control) => control.name && isFilledIn(control));
}
/** @param {HTMLFormElement} form */
const keyOf = (form) => OWN + new URL(form.getAttribute("action") || page, page).href;
/** @param {Control} control */
const isTick = (control) => ["checkbox", "radio"].includes(control.type);
/** @param {Control} control @returns {Given} */
function heldBy(control) {
  if (isTick(control)) return control.checked;
  if (control.options) return [...control.selectedOptions].map((option) => option.value);
  return control.value;
}
/** What the server has put there. @param {Control} control @returns {Given} */
function givenOf(control) {
  if (isTick(control)) return control.defaultChecked;
  if (control.type === "hidden") return "";
  if (!control.options) return control.defaultValue;
  const given = [...control.options].filter((option) => option.defaultSelected);
  const first = control.multiple ? [] : [...control.options].slice(0, 1);
  return (given.length ? given : first).map((option) => option.value);
}
/** @param {string} key @param {FieldName} field */
const nameOf = (key, { name, option }) => JSON.stringify([key, name, option]);
/** @param {Given} a @param {Given} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
/** @param {Control} control @param {any} value */
function put(control, value) {
  if (isTick(control)) control.checked = value;
  else if (control.options) for (const option of control.options) option.selected = value.includes(option.value);
  else control.value = value;
  control.closest("details")?.setAttribute("open", "");
  for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
}
/** @param {HTMLFormElement} form @returns {Written[]} */
function written(form) {
  return controls(form)
    .map((control) => {
      const field = { name: control.name, option: isTick(control) ? control.value : null };
      const given = begun.get(nameOf(keyOf(form), field)) ?? givenOf(control);
      return { ...field, isText: !isTick(control) && !control.options, given, value: heldBy(control) };
    })
    .filter(({ given, value }) => !same(given, value));
}
/** Whether it is safe from the closing of the page. @param {HTMLFormElement} form */
function keep(form) {
  const fields = form === cancelled ? [] : written(form);
  const isSent = sent.has(form);
  try {
    if (fields.some((field) => isSent || field.isText)) {
      sessionStorage.setItem(keyOf(form), JSON.stringify({ page: here(), isSent, fields }));
    } else {
      sessionStorage.removeItem(keyOf(form));
    }
    return true;
  } catch {
    return false;
  }
}
function keepAll() {
  if (!isForgotten) forms().forEach(keep);
}
/** @returns {Map<string, Entry>} */
function kept() {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(OWN));
    return new Map(keys.map((key) => [key, JSON.parse(sessionStorage.getItem(key) ?? "null")]));
  } catch {
    return new Map(); // a browser that keeps nothing
  }
}
/** A page that opens from the page of the form, and is no error, is the answer. One that came at
 * once has taken nothing yet: it gives the words back, or shows what would become of them.
 * @param {Entry} entry */
function isAnswered({ isSent, page: sentFrom }) {
  const [arrival] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (!isSent || document.referrer !== sentFrom || refused !== undefined) return false;
  return arrival?.type === "navigate" || (arrival?.type === "reload" && page !== sentFrom);
}
/** @param {HTMLFormElement} form @param {Entry} entry */
function restore(form, { isSent, fields }) {
  const lost = [];
  let place = null;
  for (const { name, option, given, value, isText } of fields) {
    const control = controls(form).find((each) => each.name === name && (option === null || each.value === option));
    if (control && same(heldBy(control), value)) continue;
    if (control && (same(givenOf(control), given) || givenOf(control) === "")) {
      put(control, value);
      place ??= control;
    } else if (isText && value) {
      lost.push(String(value));
    }
  }
  if (place || lost.length) show(form, place, isSent, lost);
}
/** @param {string} tag @param {string} className @param {string} text */
function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
/** @param {HTMLFormElement} form @param {Control | null} place @param {boolean} isSent @param {string[]} lost */
function show(form, place, isSent, lost) {
  const box = element("div", "note note-warning", "");
  box.setAttribute("role", "status");
  const said = isSent
    ? "Вы это уже отправляли, но «Свод» не подтвердил, что принял. Посмотрите, не сохранено ли это, прежде чем отправить снова."
    : "Здесь то, что вы написали раньше и еще не отправили.";
  box.append(element("p", "", said));
  if (lost.length) box.append(element("p", "", "В поля не вернулось, потому что с тех пор в них написали другое:"));
  for (const text of lost) box.append(element("p", "typed", text));
  const remove = element("button", "btn btn-sm", "Убрать написанное");
  remove.setAttribute("type", "button");
  remove.addEventListener("click", () => {
    for (const control of controls(form)) put(control, givenOf(control));
    box.remove();
  });
  box.append(remove);
  // At the field: the form may be longer than the screen, and the field outside of it.
  if (place) (place.closest("label") ?? place).before(box);
  else form.prepend(box);
}
/** @param {SubmitEvent} event */
function keepSent(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || !forms().includes(form)) return;
  sent.add(form);
  const texts = written(form).filter(({ isText }) => isText);
  if (keep(form) || new Blob(texts.map(({ value }) => String(value))).size < LARGEST) return;
  sent.delete(form);
  event.preventDefault();
  alert("Здесь больше текста, чем можно отправить за один раз. Сократите его или разделите на части.");
}
function keepForms() {
  // What came as the answer to a form would have to be sent again to be seen again: «Назад» and a
  // reload lead to the page of the form instead.
  if (posted !== undefined) {
    const isOurs = document.referrer.startsWith(`${location.origin}/`);
    history.replaceState(history.state, "", isOurs ? document.referrer : location.href);
  }
  // The browser would put back on its own what was answered long ago.
  for (const form of forms()) form.autocomplete = "off";
  for (const [key, entry] of kept()) {
    if (isAnswered(entry) && posted !== undefined) {
      for (const field of entry.fields) begun.set(nameOf(key, field), field.given);
    } else if (isAnswered(entry)) {
      sessionStorage.removeItem(key);
    } else {
      const own = forms().find((form) => keyOf(form) === key);
      if (own) restore(own, entry);
    }
  }
  window.addEventListener("submit", keepSent);
  window.addEventListener("pagehide", keepAll);
  // Whoever stays on the page after all goes on writing, or clicks something else.
  document.addEventListener("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
    const link = target instanceof Element && !ctrlKey && !metaKey && !shiftKey && target.closest("a[data-cancel]");
    cancelled = link ? link.closest("form") : null;
  });
  document.addEventListener("input", () => {
    cancelled = null;
  });
  // What is written and not sent is asked about at signing out.
  signOut?.addEventListener("submit", keepAll, true);
  document.addEventListener("svod:forget", () => {
    isForgotten = true;
  });
  // A page that the browser kept all the same: somebody else may sit here by now, and what stands in
  // its fields was kept, or answered, when it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || document.querySelector("form[data-autosave]")) return;
    isForgotten = true;
    location.reload();
  });
}

// Signing out clears what this browser keeps for the person, after asking.

/** @returns {{storage: Storage, key: string}[]} */
function ownKeys() {
  return [() => localStorage, () => sessionStorage].flatMap((open) => {
    try {
      const storage = open();
      const keys = Object.keys(storage).filter((key) => key.startsWith(`svod:${signOut?.dataset.signOut}:`));
      return keys.map((key) => ({ storage, key }));
    } catch {
      return []; // a browser that keeps nothing
    }
  });
}
/** @param {SubmitEvent} event */
function forget(event) {
  const own = ownKeys();
  if (own.length && !confirm("На этом компьютере есть текст, который не дошел до сервера. Выйти и удалить его?")) {
    event.preventDefault();
    return;
  }
  document.dispatchEvent(new CustomEvent("svod:forget", { detail: null }));
  for (const { storage, key } of own) storage.removeItem(key);
}

// A form is sent once: a second click while the first is on its way does nothing.

/** @param {SubmitEvent} event */
function sendOnce(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  // If the answer does not come, the button works again: a repeat makes no second event.
  setTimeout(() => delete form.dataset.sent, 5000);
}

// A remark is answered or ticked off without leaving what is being written: the text of the event,
// answers to other remarks.

/** @param {ParentNode} part */
const answersIn = (part) =>
  /** @type {NodeListOf<HTMLTextAreaElement>} */ (part.querySelectorAll("[data-answer-text]"));
function unsentAnswers() {
  const isWritten = (/** @type {HTMLTextAreaElement} */ field) =>
    field.value.trim() && (field.value !== field.defaultValue || "refused" in field.dataset);
  return [...answersIn(document)].filter((field) => isWritten(field) && !field.form?.dataset.sent);
}
/** @param {HTMLFormElement} form @param {HTMLButtonElement} submitter @returns {Promise<string>} HTML of the remark */
async function sendAnswer(form, submitter) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? key;
  body.delete("csrfmiddlewaretoken"); // the header has the newest one
  const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
  const response = await fetch(form.action, { method: "POST", headers, body });
  if (response.status === 403) {
    throw new Error("Сеанс закончился. Войдите в другой вкладке и повторите: написанное здесь останется.");
  }
  if (!response.ok) throw new Error("Не отправлено: сервер не принял запрос. Повторите чуть позже.");
  return response.text();
}
/** @param {string} id */
const remarkOf = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id of the remark @param {string | undefined} answer that was sent @param {string} html */
function showAnswered(id, answer, html) {
  const known = remarkOf(id);
  const [before] = answersIn(known);
  known.outerHTML = html;
  const remark = remarkOf(id);
  const [field] = answersIn(remark);
  if (field && before?.value && before.value !== answer) {
    field.value = before.value; // written on meanwhile, or ticked off with an answer in the field
    /** @type {HTMLDetailsElement} */ (field.closest("details")).open = true;
  }
  /** @type {HTMLElement} */ (remark.querySelector("[autofocus]") ?? remark.querySelector("button") ?? remark).focus();
}
/** @param {SubmitEvent} event */
async function answer(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("form[data-answer]")) return;
  const isWritingElsewhere = unsentAnswers().some((field) => field.form !== form);
  if (!isWritingElsewhere && !document.querySelector("form[data-autosave]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const id = `remark-${form.dataset.answer}`;
  try {
    const text = /** @type {HTMLTextAreaElement | null} */ (form.elements.namedItem("text"))?.value;
    showAnswered(id, text, await sendAnswer(form, /** @type {HTMLButtonElement} */ (event.submitter)));
  } catch (error) {
    const remark = remarkOf(id);
    remark.querySelector(".invalid-feedback")?.remove();
    const isOffline = error instanceof TypeError;
    const words = isOffline
      ? "Нет связи. Ответ не отправлен, текст остался в поле. Повторите отправку."
      : error.message;
    const said = element("p", "invalid-feedback", words);
    said.setAttribute("role", "alert");
    remark.append(said);
  }
}

// A text field grows with its text, so that nobody writes through a keyhole. It never shrinks: the
// page would jump at every letter typed at its foot.

/** @param {HTMLTextAreaElement} field */
function grow(field) {
  if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + 2}px`;
}
/** @param {ParentNode} part */
const growing = (part) => /** @type {NodeListOf<HTMLTextAreaElement>} */ (part.querySelectorAll("textarea.grows"));

// Some browsers know autofocus of fields alone.
document.getElementById("errors")?.focus();
document.addEventListener("submit", answer, true);
window.addEventListener("beforeunload", (event) => {
  if (unsentAnswers().length) event.preventDefault();
});
if (once !== undefined) document.addEventListener("submit", sendOnce);
if (person) keepForms();
signOut?.addEventListener("submit", forget, true);
// The page may come back from the browser's memory by the back button.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
for (const field of growing(document)) {
  grow(field);
  field.addEventListener("input", () => grow(field));
}
// Fields inside a folded part have no height until it is opened.
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target instanceof Element) growing(event.target).forEach(grow);
  },
  true,
);
