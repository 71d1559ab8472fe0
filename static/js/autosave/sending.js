// @ts-check
// Saving by itself. Every pause in the typing goes to the server, field by field, with the words the
// field began from; one request at a time. Until the server has answered, the same words are kept in
// this browser. Without this script the form is sent by its button.

import { showDoubts } from "./conflicts.js";
import { discardNew, keep, offerKept } from "./kept-texts.js";
import { ERRORS, retryAfter } from "./merging.js";
import { absorb, ask, explain, form, isWritten, know, merging, page, say, self, submit, tell } from "./page.js";
import { beat, refusal } from "./presence.js";

const PAUSE = 800; // milliseconds, as all below
const LONGEST_WAIT = 1500;

let savedAt = "";
/** @type {Promise<boolean> | null} */
let sending = null;
let timer = 0;
/** @type {number | null} */
let waitingSince = null;
let failures = 0;

// What is said

/** @param {string} reason */
function sayUnsent(reason) {
  const where = keep() ? "текст хранится на этом компьютере" : "текст остается только на этой странице";
  say(`${reason}, ${where}`, "save-state-trouble");
}
function settle() {
  const summary = merging.summary();
  if (summary === "conflict") say("Не все сохранено: выберите, какой текст оставить", "save-state-trouble");
  else if (summary === "wrong") say("Не все сохранено: исправьте отмеченное", "save-state-trouble");
  else if (summary === "wrong_number")
    say(savedAt ? `Сохранено в ${savedAt}, кроме отмеченного` : "Отмеченное не сохранено", "save-state-trouble");
  else if (summary === "saved") say(savedAt && `Сохранено в ${savedAt}`, "save-state-saved");
}

// One attempt after another

function changed() {
  keep();
  if (merging.isStopped) return merging.dirty().length ? sayUnsent("Не сохранено") : settle();
  if (merging.toSend().length === 0) return settle();
  say("Сохраняется…");
  waitingSince ??= Date.now();
  clearTimeout(timer);
  const rest = LONGEST_WAIT - (Date.now() - waitingSince);
  timer = setTimeout(send, Math.max(0, Math.min(PAUSE, rest)));
}
/** Resolves to whether everything on the page is on the server. */
function send() {
  clearTimeout(timer);
  sending ??= transmit().finally(() => {
    sending = null;
    if (merging.toSend().length && !merging.isStopped && !failures) changed();
  });
  return sending;
}
/** @returns {Promise<boolean>} */
async function transmit(isRepeat = false) {
  waitingSince = null;
  const names = merging.toSend();
  if (names.length === 0) {
    keep();
    settle();
    return merging.dirty().length === 0;
  }
  say("Сохраняется…");
  const { fields, number } = merging.attempt(names);
  const { kind, answer } = await ask(page.autosave_url, { fields, page: self, number }, "saved");
  if (!kind) {
    failures = 0;
    explain("");
    acknowledge(fields, answer);
    return merging.dirty().length === 0;
  }
  const wait = retryAfter(kind, kind === ERRORS.KEY ? Number(isRepeat) : failures);
  if (wait === 0) return transmit(true);
  if (wait === null) tell("svod:refused", refusal(kind, answer));
  else retry(kind, wait);
  return false;
}
/** @param {string} kind @param {number} wait */
function retry(kind, wait) {
  if (kind === ERRORS.NO_ROOM) sayUnsent("На сервере закончилось место на диске");
  else sayUnsent(kind === ERRORS.SERVER ? "Сервер не отвечает" : "Нет связи");
  clearTimeout(timer);
  timer = setTimeout(send, wait);
  failures += 1;
}
function resume() {
  merging.isStopped = false;
  failures = 0;
  explain("");
  return send();
}

// What comes back

/** @param {Record<string, SentValue>} fields @param {any} answer */
function acknowledge(fields, answer) {
  adopt(answer);
  savedAt = page.event ? answer.time : "";
  merging.acknowledge(fields, answer);
  absorb(answer.stored);
  tell("svod:saved", answer);
  keep();
  settle();
}
/** A new event has got its address: reloading the page must find it. @param {any} answer */
function adopt(answer) {
  if (!answer.event) return; // nothing worth an event has been typed yet
  if (!page.event) {
    discardNew();
    history.replaceState(history.state, "", answer.url);
  }
  for (const key of ["event", "autosave_url", "presence_url", "dismiss_url"]) page[key] = answer[key];
  know(answer.version);
}
document.addEventListener("svod:decided", changed);
document.addEventListener("svod:resume", resume);
document.addEventListener("svod:refused", () => {
  merging.isStopped = true;
  if (merging.dirty().length) sayUnsent("Не сохранено");
});
document.addEventListener("svod:newer", ({ detail: { stored, version, isOwn } }) => {
  // One that has overtaken or waited for a save may tell of an earlier state.
  if (sending || version <= page.version) return;
  absorb(stored, isOwn);
  know(version);
});

// What the person does

form.addEventListener("input", (event) => {
  if (isWritten(event)) return;
  merging.wrong.clear(); // one field may be mended by another
  changed();
});
form.addEventListener("change", changed);
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  /** @type {HTMLButtonElement} */ (form.querySelector("button[name=next]")).click();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  delete form.dataset.sent;
  if (merging.isLeaving) return;
  merging.isLeaving = true;
  try {
    if (await finish()) submit(/** @type {HTMLButtonElement} */ (event.submitter));
  } finally {
    // If the next page does not come, the button works again.
    setTimeout(() => {
      merging.isLeaving = false;
    }, 1000);
  }
});
/** Everything is on the server, or only the server's own page can say what is wrong with it. */
async function finish() {
  merging.isStopped = false;
  failures = 0;
  if (sending) await sending;
  const saved = await send();
  await beat(); // the page goes as a whole: not with what others have replaced meanwhile
  document.querySelector(".conflict")?.scrollIntoView({ block: "center" });
  return !merging.isStopped && (saved || (merging.conflicts.size === 0 && failures === 0));
}
window.addEventListener("online", () => {
  if (!merging.isStopped && merging.toSend().length) send();
});

showDoubts(page.doubts);
beat().then(offerKept);
// A text sent while this very page was being left may still be on its way.
for (const later of [700, 2000, 4000]) setTimeout(offerKept, later);
if (merging.dirty().length) changed(); // the server has given back what it could not save
