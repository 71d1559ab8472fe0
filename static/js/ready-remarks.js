// @ts-check
// Under the field of a remark that one comes to stand the texts that the region keeps, and those of
// lately. A click puts one in, behind what stands there already; another keeps or forgets it, while
// what is being written stays.

const offered = /** @type {HTMLTemplateElement} */ (document.getElementById("ready-remarks"));
const REFUSED = "Не сохранено: сервер не принял запрос. Повторите чуть позже.";

/** @param {HTMLTextAreaElement} field */
const listOf = (field) => {
  const list = field.nextElementSibling;
  return list?.matches(".ready-remarks") ? list : null;
};
/** @param {HTMLTextAreaElement} field */
function offer(field) {
  const list = /** @type {Element} */ (offered.content.firstElementChild?.cloneNode(true));
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (button?.matches(".ready-text")) put(field, button);
    else if (button) keep(field, button);
  });
  listOf(field)?.remove();
  field.after(list);
}
/** @param {HTMLTextAreaElement} field @param {HTMLButtonElement} button */
function put(field, button) {
  field.value = [field.value.trimEnd(), button.textContent].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
/** @param {HTMLTextAreaElement} field @param {HTMLButtonElement} button */
async function keep(field, button) {
  const ready = button.parentElement?.querySelector(".ready-text")?.textContent ?? "";
  try {
    const html = await send(ready, button.value);
    offered.innerHTML = html;
    const refusal = offered.content.querySelector("[role=alert]");
    refusal?.remove(); // of this field alone
    for (const each of document.querySelectorAll("textarea")) if (listOf(each)) offer(each);
    if (refusal) listOf(field)?.prepend(refusal);
    const texts = [...(listOf(field)?.querySelectorAll(".ready-text") ?? [])];
    const moved = texts.find((each) => each.textContent === ready);
    /** @type {HTMLElement} */ (moved?.nextElementSibling ?? field).focus();
  } catch (error) {
    tell(field, error instanceof TypeError ? "Нет связи. Повторите, когда она появится." : error.message);
  }
}
/** @param {string} ready @param {string} isKept «1» or «0» @returns {Promise<string>} HTML of the list */
async function send(ready, isKept) {
  const key = /** @type {HTMLInputElement} */ (document.querySelector("#review [name=csrfmiddlewaretoken]")).value;
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? key;
  const body = new URLSearchParams({ ready, keep: isKept });
  const response = await fetch(offered.dataset.url ?? "", { method: "POST", headers: { "X-CSRFToken": token }, body });
  if ([401, 403].includes(response.status) || response.redirected) {
    throw new Error("Сеанс закончился. Войдите в другой вкладке и повторите: написанное здесь останется.");
  }
  if (!response.ok) throw new Error(REFUSED);
  return response.text();
}
/** @param {HTMLTextAreaElement} field @param {string} words */
function tell(field, words) {
  const said = document.createElement("p");
  said.className = "invalid-feedback";
  said.setAttribute("role", "alert");
  said.textContent = words;
  listOf(field)?.querySelector("[role=alert]")?.remove();
  listOf(field)?.prepend(said);
}

document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLTextAreaElement) || !/^remark(_\d+)?$/.test(target.name)) return;
  if (!listOf(target)) offer(target);
});
