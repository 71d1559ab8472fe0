// @ts-check
// On the page of the report: words that a page of an event kept in this browser and the server never
// got (autosave/kept-texts.js). Signing out clears them (forms.js).

/** @typedef {{at: string, title: string, address: string, autosave_url: string, values: Record<string, string | string[]>}} Kept */

const ON_THE_WAY = 1500; // milliseconds: what was sent while its page was being left may be late
const place = /** @type {HTMLElement} */ (document.querySelector("[data-kept-texts]"));

/** @param {string} key @returns {Kept | null} */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
/** @param {Kept} kept */
async function hasArrived(kept) {
  const token = /** @type {HTMLInputElement} */ (document.querySelector("[data-sign-out] [name=csrfmiddlewaretoken]"));
  try {
    const response = await fetch(kept.autosave_url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
      body: JSON.stringify({ person: Number(place.dataset.person), kept: kept.values }),
    });
    return (await response.json()).missing.length === 0;
  } catch {
    return false;
  }
}
/** @param {string} key */
async function consider(key) {
  const kept = read(key);
  if (!kept?.values) return;
  if (!(await hasArrived(kept))) {
    await new Promise((resolve) => setTimeout(resolve, ON_THE_WAY));
    if (!(await hasArrived(kept))) {
      if (read(key)) show(key, kept);
      return;
    }
  }
  localStorage.removeItem(key);
}
/** @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} text @param {string} className @returns {HTMLElementTagNameMap[Tag]} */
function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
/** @param {string} key @param {Kept} kept */
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
