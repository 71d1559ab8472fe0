// @ts-check
// What was asked of others lately is offered under the field of a remark that one comes to; a click
// puts it in, behind what stands there already.

const offered = /** @type {HTMLTemplateElement | null} */ (document.getElementById("ready-remarks"));

/** @param {HTMLTextAreaElement} field */
const offer = (field) => {
  const list = /** @type {DocumentFragment | undefined} */ (offered?.content.cloneNode(true))?.firstElementChild;
  if (!list) return;
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    field.value = [field.value.trimEnd(), button.textContent].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  field.after(list);
};

if (offered)
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || !/^remark(_\d+)?$/.test(target.name)) return;
    if (!target.nextElementSibling?.matches(".ready-remarks")) offer(target);
  });
