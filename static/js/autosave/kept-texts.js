// @ts-check
// Words kept in this browser, under the person's own key, until the server has them; and those of an
// earlier page, offered to the person.

import { same } from "./merging.js";
import {
  button,
  heading,
  labelOf,
  merging,
  note,
  page,
  paragraph,
  post,
  read,
  sayAbove,
  self,
  tell,
  typed,
  write,
} from "./page.js";
import { beat, leave } from "./presence.js";

/** @typedef {{key: string, at: string, values: FieldValues, bases: Record<string, FieldValue[]>, box?: HTMLElement}} Offer */

const ON_THE_WAY = 60_000; // milliseconds

/** @type {Offer[]} */
let offers = []; // words found in this browser and not decided upon

// Every page keeps its own words: a tab that has saved everything must not clear another's.
/** @param {number | null} event */
const keyOf = (event) => `svod:${page.person}:${page.report}:${event ? `event-${event}` : `new-${page.key}`}:`;

/** Whether the words are safe from the closing of the page. */
export function keep() {
  if (merging.isForgotten) return false;
  const { values, bases } = merging.toKeep();
  const title = String(read("name")).slice(0, 80);
  const address = location.pathname + location.search;
  const kept = { at: new Date(), title, address, autosave_url: page.autosave_url, values, bases };
  try {
    if (Object.keys(values).length === 0) localStorage.removeItem(keyOf(page.event) + self);
    else localStorage.setItem(keyOf(page.event) + self, JSON.stringify(kept));
    return true;
  } catch {
    return false; // no room or no permission: the page and the server are the only keepers
  }
}
/** @param {string} key */
function discard(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // What cannot be reached is not read either.
  }
}
/** The event has been added: from now on it has a key of its own. */
export const discardNew = () => discard(keyOf(null) + self);

/** Read before anybody types. A new event may have been added without this browser hearing of it.
 * @returns {Offer[]} */
function findKept() {
  try {
    const own = [keyOf(page.event), keyOf(null)];
    const keys = Object.keys(localStorage).filter((key) => own.some((start) => key.startsWith(start)));
    return keys.map((key) => ({ ...JSON.parse(localStorage.getItem(key) ?? "{}"), key })).filter((kept) => kept.values);
  } catch {
    return [];
  }
}
/** The server compares: it knows what it makes of a text when it saves it.
 * @param {Offer} kept @returns {Promise<string[]>} names of fields */
async function missing(kept) {
  try {
    const response = await post(page.autosave_url, { kept: kept.values });
    return (await response.json()).missing ?? Object.keys(kept.values);
  } catch {
    return Object.keys(kept.values);
  }
}
/** @param {Offer} offer */
async function consider(offer) {
  const lacking = await missing(offer);
  if (!offers.includes(offer)) return;
  const names = merging.names.filter((name) => lacking.includes(name) && !same(offer.values[name], read(name)));
  if (names.length === 0) {
    withdraw(offer);
    beat({ isOwn: true }); // it may have arrived after this page was made
  } else {
    if (!offer.box) show(offer, names);
    // Words sent while an earlier page was left may still be on their way.
    if (Date.now() - Date.parse(offer.at) < ON_THE_WAY) setTimeout(() => consider(offer), 2000);
  }
}
/** @param {Offer} offer @param {string[]} names of the fields that lack it */
function show(offer, names) {
  const when = new Date(offer.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
  const isOlder = names.some((name) => !offer.bases[name].some((seen) => same(seen, merging.base[name])));
  const box = note("warning", `На этом компьютере остался ваш текст от ${when}, который не дошел до сервера.`);
  offer.box = box;
  if (isOlder) box.append(paragraph("С тех пор мероприятие изменили, поэтому сравните тексты."));
  for (const name of names) box.append(heading(labelOf(name)), typed(offer.values[name]));
  const giveBack = () => {
    for (const name of names) {
      merging.startFrom(name, offer.bases[name]);
      write(name, offer.values[name]);
    }
    tell("svod:decided", null);
    withdraw(offer);
  };
  box.append(
    button("Вернуть этот текст", giveBack),
    button("Удалить его", () => withdraw(offer)),
  );
  sayAbove(box);
}
/** @param {Offer} offer */
function withdraw(offer) {
  offers = offers.filter((other) => other !== offer);
  offer.box?.remove();
  discard(offer.key);
}
/** Offer what an earlier page kept here and the server does not have. */
export function offerKept() {
  offers.forEach(consider);
}

offers = findKept();
// Another tab has brought its words to the server meanwhile.
window.addEventListener("storage", (event) => {
  if (event.newValue !== null) return;
  for (const offer of offers.filter(({ key }) => key === event.key)) withdraw(offer);
});

// The page is left, and perhaps comes back

document.addEventListener("visibilitychange", () => {
  if (document.hidden) keep();
  else beat();
});
window.addEventListener("beforeunload", (event) => {
  const isAsked = !merging.isLeaving && !merging.isForgotten && merging.dirty().length > 0;
  if (isAsked && !keep()) event.preventDefault();
});
window.addEventListener("pagehide", () => {
  keep();
  const names = merging.toSend();
  if (names.length && !merging.isStopped) {
    const { fields, number } = merging.attempt(names);
    post(page.autosave_url, { fields, page: self, number }, true).catch(() => {});
  }
  leave();
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  merging.isLeaving = false;
  // Somebody else may sit here by now. Words sent while leaving have no answer, and later pages
  // may have gone on from them: the page begins anew from what is stored, with these words offered
  // if they did not arrive.
  if (navigator.onLine && (merging.dirty().length === 0 || keep())) {
    merging.isStopped = true;
    location.reload();
  } else {
    beat();
  }
});
document.addEventListener("svod:forget", () => {
  merging.isForgotten = true;
  merging.isStopped = true;
});
