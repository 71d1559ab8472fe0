// @ts-check
// The page of the event as autosave uses it: its fields, what is said beside them, its requests.

import { ERRORS, errorKind, Merging } from "./merging.js";

const PATIENCE = 20000; // milliseconds
const NEWS_SHOWN = 60000;
const SILENCE = 60000;

export const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-autosave]"));
/** What the server told of the event; its addresses change when a new event is added. */
export const page = JSON.parse(document.getElementById("event-state")?.textContent ?? "");
export const self = Math.random().toString(36).slice(2, 12); // this very page, among all tabs
export const merging = new Merging(page.stored, read, isNumber);
// Words put back by the browser itself, on the way back to this page, would look as typed just now
// and be saved over what others have written since.
form.autocomplete = "off";

// Fields

/** An input, a select, a textarea or a list of radio buttons. @param {string} name @returns {any} */
const controlOf = (name) => form.elements.namedItem(name);
/** @param {string} name */
export const placeOf = (name) => document.getElementById(`div_id_${name}`);
/** The control, or the first of its radio buttons. @param {string} name @returns {HTMLInputElement} */
export function firstControl(name) {
  const control = controlOf(name);
  return control instanceof RadioNodeList ? /** @type {HTMLInputElement} */ (control[0]) : control;
}
/** @param {string} name */
function isNumber(name) {
  return firstControl(name).getAttribute("inputmode") === "numeric";
}
/** @param {string} name */
export const isFocused = (name) => document.activeElement === controlOf(name);
/** @param {string} name */
export function labelOf(name) {
  const label = document.querySelector(`#div_id_${name} label, #div_id_${name} legend`);
  return label?.textContent.replace("*", "").trim() ?? name;
}
/** @param {string} name @returns {FieldValue} */
export function read(name) {
  const control = controlOf(name);
  if (control instanceof HTMLSelectElement && control.multiple) {
    return [...control.selectedOptions].map((option) => option.value);
  }
  return control.value.replace(/\r\n?/g, "\n");
}
/** What a script writes is none of the person's typing, see events.d.ts.
 * @param {string} name @param {FieldValue} value */
export function write(name, value) {
  const control = controlOf(name);
  if (control instanceof HTMLSelectElement && control.multiple) {
    for (const option of control.options) option.selected = value.includes(option.value);
  } else {
    control.value = value;
  }
  firstControl(name).dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { written: true } }));
}

/** Whether a script wrote it. @param {any} event of the kind `input` */
export const isWritten = (event) => Boolean(event.detail?.written);

// What is said

/** @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} [className] @param {string} [text] @returns {HTMLElementTagNameMap[Tag]} */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
const sprite = document.querySelector("use")?.getAttribute("href")?.split("#")[0] ?? "";
/** A drawing of the sprite; a word always stands beside it. @param {string} name */
export function icon(name) {
  const [drawing, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#i-${name}`);
  drawing.append(use);
  return drawing;
}
/** @param {string} text */
export const paragraph = (text) => element("p", "", text);
/** @param {string} text */
export const heading = (text) => element("h3", "", text);
/** @param {FieldValue} value */
export const typed = (value) => element("p", "typed", String(value) || "(пусто)");
/** @param {"info" | "warning" | "error"} kind @param {string} text */
export function note(kind, text) {
  const box = element("div", `note note-${kind}`);
  box.setAttribute("role", kind === "error" ? "alert" : "status");
  box.append(paragraph(text));
  return box;
}
/** @param {string} text @param {() => void} action */
export function button(text, action) {
  const made = element("button", "btn btn-sm me-2", text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}
const notice = /** @type {HTMLElement} */ (document.getElementById("save-notice"));
/** Above the form. @param {HTMLElement} box */
export const sayAbove = (box) => notice.before(box);
/** The one thing that keeps the page from saving, with what goes on; an empty text takes it back.
 * @param {string} text @param {...HTMLElement} actions */
export function explain(text, ...actions) {
  notice.replaceChildren();
  if (!text) return;
  const box = note("error", text);
  box.append(...actions);
  notice.append(box);
}
const stateLine = /** @type {HTMLElement} */ (document.getElementById("save-state"));
const spokenLine = /** @type {HTMLElement} */ (document.getElementById("save-said"));
let spokenAt = Number.NEGATIVE_INFINITY;
/** Beside the buttons, and to who hears the page: trouble at once, success once a minute.
 * @param {string} text @param {"" | "save-state-saved" | "save-state-trouble"} kind */
export function say(text, kind = "") {
  if (stateLine.textContent !== text) {
    stateLine.replaceChildren(...(kind === "save-state-saved" && text ? [icon("check")] : []), text);
  }
  stateLine.className = `save-state ${kind}`;
  if (kind === "save-state-trouble") spokenAt = Number.NEGATIVE_INFINITY;
  else if (kind !== "save-state-saved" || Date.now() - spokenAt < SILENCE) return;
  else spokenAt = Date.now();
  if (spokenLine.textContent !== text) spokenLine.textContent = text;
}

// What the server holds by now

/** The state of the event that this page knows. @param {number} version */
export function know(version) {
  page.version = version;
  firstControl("version").value = String(version);
}
/** What others have changed in fields that nobody here is writing in.
 * @param {FieldValues} stored @param {boolean} isOwn it came from this browser, so it is no news */
export function absorb(stored, isOwn = false) {
  const joined = [];
  for (const { name, isTidied } of merging.absorb(stored)) {
    if (isTidied && isFocused(name)) continue;
    write(name, stored[name]);
    merging.isShown(name);
    joined.push(labelOf(name));
  }
  if (joined.length === 0 || isOwn) return;
  const names = joined.join(", ").toLowerCase();
  const box = note("info", `Другие поля изменены не на этой странице, изменения добавлены: ${names}.`);
  sayAbove(box);
  setTimeout(() => box.remove(), NEWS_SHOWN);
}

// Events and requests

/** One of events.d.ts. @template {keyof OwnEvents} Name
 * @param {Name} name @param {OwnEvents[Name]} detail */
export function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
/** The newest key of the forms: a sign-in in another tab has changed the one on this page. */
export const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? firstControl("csrfmiddlewaretoken").value;
/** Rejects with an AbortError when there is no answer in time.
 * @param {string} url @param {object} body @param {boolean} isLast sent while the page is being left */
export function post(url, body, isLast = false) {
  const patience = new AbortController();
  if (!isLast) setTimeout(() => patience.abort(), PATIENCE);
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ person: page.person, ...body }),
    keepalive: isLast,
    signal: patience.signal,
  });
}
/** Post and read the answer: no `kind` when its state is the one hoped for.
 * @param {string} url @param {object} body @param {string} hoped
 * @returns {Promise<{kind: string, answer: any}>} an empty answer when it is not of our JSON */
export async function ask(url, body, hoped) {
  try {
    const response = await post(url, body);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (answer.state === hoped) return { kind: "", answer };
    const isRedirect = response.type === "opaqueredirect";
    return { kind: errorKind({ status: response.status, state: answer.state, isRedirect }), answer };
  } catch (error) {
    return { kind: error.name === "AbortError" ? ERRORS.LATE : ERRORS.OFFLINE, answer: {} };
  }
}
/** Like a form without a word in it. @param {string} url */
export function plainPost(url) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), _end: "1" });
  return fetch(url, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
}
/** The form goes as a whole, by the button that was pressed. @param {HTMLButtonElement | null} chosen */
export function submit(chosen) {
  const hidden = element("input");
  Object.assign(hidden, { type: "hidden", name: chosen?.name ?? "", value: chosen?.value ?? "" });
  form.append(hidden);
  firstControl("csrfmiddlewaretoken").value = token();
  form.submit();
  hidden.remove();
}
