// @ts-check
// Of the fields that tell a ground only those are shown that the chosen one needs. Without this
// script all are.

for (const form of document.querySelectorAll("form")) {
  const grounds = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=ground]"));
  const fields = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-of-ground]"));
  const show = () => {
    const chosen = [...grounds].find((ground) => ground.checked)?.value ?? "";
    for (const field of fields) {
      const whole = /** @type {HTMLElement | null} */ (field.closest(".field"));
      if (whole) whole.hidden = !field.dataset.ofGround?.split(" ").includes(chosen) && chosen !== "";
    }
  };
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show); // the browser may have brought the choice back
  show();
}
