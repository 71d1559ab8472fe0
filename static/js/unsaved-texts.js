// @ts-check
// On the page of the report: words that a page of an event kept in this browser and the server never
// got (autosave/kept-texts.js). Signing out clears them (forms.js).

/** @typedef {{at: string, title: string, address: string, autosave_url: string, values: Record<string, string | string[]>}} Kept */

// What was sent while its page was being left may be late: milliseconds from then, and between two looks.
const ON_THE_WAY = 60_000;
const PATIENCE = 1500;
const place = /** @type {HTMLElement} */ (document.querySelector("[data-kept-texts]"));

/** @param {string} key @returns {Kept | null} */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
/** @param {Kept} kept @returns {Promise<{missing: string[], version?: number}>} the report's version by now */
async function compare(kept) {
  const token = /** @type {HTMLInputElement} */ (document.querySelector("[data-sign-out] [name=csrfmiddlewaretoken]"));
  try {
    const response = await fetch(kept.autosave_url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
      body: JSON.stringify({ person: Number(place.dataset.person), kept: kept.values }),
    });
    const answer = await response.json();
    return { missing: answer.missing ?? Object.keys(kept.values), version: answer.version };
  } catch {
    return { missing: Object.keys(kept.values) };
  }
}
/** Looked at again and again while it may be on its way; said after the second look.
 * @param {string} key */
async function consider(key) {
  /** @type {HTMLElement | undefined} */
  let line;
  for (let look = 1; ; look += 1) {
    const kept = read(key);
    if (!kept?.values) return;
    const { missing, version } = await compare(kept);
    if (missing.length === 0) {
      localStorage.removeItem(key);
      line?.remove();
      place.hidden = place.children.length === 0;
      if (version !== Number(place.dataset.version)) drawAnew();
      return;
    }
    if (look > 1 && !line && read(key)) line = show(key, kept);
    if (look > 1 && Date.now() - Date.parse(kept.at) > ON_THE_WAY) return;
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  }
}
/** The page was drawn before the words came. Whoever writes in it already is left in peace. */
function drawAnew() {
  const isWriting = document.activeElement?.matches("input, textarea, select");
  if (!isWriting && !document.querySelector("details[open]")) location.reload();
}
/** @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} text @param {string} className @returns {HTMLElementTagNameMap[Tag]} */
function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
/** @param {string} key @param {Kept} kept @returns the line that says so */
function show(key, kept) {
  const when = new Date(kept.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
  const line = document.createElement("div");
  const link = element("a", kept.title || "мероприятие без названия");
  link.href = kept.address;
  const first = element("p", `На этом компьютере остался несохраненный текст от ${when}: `);
  first.append(link);
  // The page of the event may be out of reach: the report handed in, the event deleted.
  const texts = document.createElement("details");
  texts.append(element("summary", "Показать текст"));
  for (const value of Object.values(kept.values)) {
    if (value && typeof value === "string") texts.append(element("p", value, "typed"));
  }
  const remove = element("button", "Удалить его", "btn btn-sm mt-2");
  remove.type = "button";
  remove.addEventListener("click", () => {
    localStorage.removeItem(key);
    line.remove();
    place.hidden = place.children.length === 0;
  });
  texts.append(remove);
  line.append(first, texts);
  place.append(line);
  place.hidden = false;
  return line;
}
/** @returns {string[]} */
function ownKeys() {
  try {
    return Object.keys(localStorage).filter((key) =>
      key.startsWith(`svod:${place.dataset.person}:${place.dataset.report}:`),
    );
  } catch {
    return []; // a browser that keeps nothing
  }
}
if (place) ownKeys().forEach(consider);
