// @ts-check
// Who is here: the others who have this event open, and whether this browser is still signed in as
// the person whose page this is.

import { ERRORS, retryAfter } from "./merging.js";
import { ask, button, explain, merging, page, plainPost, post, tell, token } from "./page.js";

const HEARTBEAT = 10000; // milliseconds

const present = /** @type {HTMLElement} */ (document.getElementById("others-here"));
/** «I am here»; the answer names the others, and what the event is by now if that is news.
 * `isOwn`: the news may be the person's own. */
export async function beat({ isOwn = false } = {}) {
  if (!page.event || document.hidden || merging.isStopped) return;
  const { kind, answer } = await ask(page.presence_url, { version: page.version }, "present");
  if (kind) {
    // What passes by itself, saving tells of when there is something to save.
    if (answer.state && retryAfter(kind, 0) === null) tell("svod:refused", refusal(kind, answer));
    return;
  }
  const names = answer.others.join(", ");
  present.textContent = names ? `Кто еще на этой странице: ${names}` : "";
  present.hidden = !names;
  if (answer.stored) tell("svod:newer", { stored: answer.stored, version: answer.version, isOwn });
}
/** What `svod:refused` carries. @param {string} kind @param {any} answer */
export const refusal = (kind, answer) => ({ kind, message: answer.message, restoreUrl: answer.restore_url });
/** The others need not wait until this page is forgotten. */
export function leave() {
  if (page.event) post(page.presence_url, { leaves: true }, true).catch(() => {});
}

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("sign-in-again"));
const screen = /** @type {HTMLElement} */ (document.querySelector("[data-screen]"));
const { title } = document;
const says = /** @type {HTMLElement} */ (dialog.querySelector("[data-error]"));
const reason = /** @type {HTMLElement} */ (dialog.querySelector("[data-reason]"));

// Firefox before 98 knows no dialogs: there it is a box over the page, see parts.css.
function open() {
  if (dialog.showModal) {
    if (!dialog.open) dialog.showModal();
    return;
  }
  dialog.classList.add("sign-in-box");
  dialog.setAttribute("open", "");
  /** @type {HTMLElement} */ (dialog.querySelector("input[type=password]")).focus();
}
function close() {
  if (dialog.close) dialog.close();
  else dialog.removeAttribute("open");
}
/** @param {boolean} isOther another person sits here now: the text is not for them */
function askToSignIn(isOther) {
  screen.hidden = isOther;
  document.title = isOther ? "Вход — Свод" : title; // it names the event
  reason.textContent = isOther
    ? "В этом браузере вошли под другой учетной записью. Ваш текст сохранен на этом компьютере и виден только вам. Войдите, чтобы продолжить."
    : "Сеанс закончился. Ваш текст остался на странице. Введите пароль, и он сохранится.";
  says.textContent = "";
  open();
}
function putOff() {
  if (screen.hidden) return; // somebody else's eyes
  close();
  const text = "Сеанс закончился. Ваш текст остался на этой странице и на этом компьютере.";
  explain(
    text,
    button("Войти и сохранить", () => askToSignIn(false)),
  );
}
/** @param {HTMLFormElement} signIn @returns {Promise<string>} what is wrong, or nothing */
async function enter(signIn) {
  try {
    const signOut = /** @type {HTMLFormElement} */ (document.querySelector("form[data-sign-out]"));
    const body = new URLSearchParams(/** @type {any} */ (new FormData(signIn)));
    if (screen.hidden) await plainPost(signOut.action);
    body.set("csrfmiddlewaretoken", token());
    const response = await fetch(dialog.dataset.url ?? "", { method: "POST", body, credentials: "same-origin" });
    if (response.redirected) return "";
    return response.ok ? "Пароль не подходит." : "Войти не удалось. Подождите немного и попробуйте снова.";
  } catch {
    return "Нет связи. Попробуйте еще раз.";
  }
}
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  putOff();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !dialog.showModal) putOff();
});
dialog.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const signIn = /** @type {HTMLFormElement} */ (event.target);
  const trouble = await enter(signIn);
  says.textContent = trouble;
  if (trouble) return;
  /** @type {HTMLInputElement} */ (signIn.elements.namedItem("password")).value = "";
  close();
  screen.hidden = false;
  document.title = title;
  tell("svod:resume", null);
});
document.addEventListener("svod:refused", ({ detail: { kind } }) => {
  const isOther = kind === ERRORS.OTHER_PERSON;
  if (isOther || kind === ERRORS.SIGNED_OUT || kind === ERRORS.KEY) askToSignIn(isOther);
});
setInterval(() => beat(), HEARTBEAT);
