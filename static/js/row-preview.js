// Beside the form: the row as it will be printed, in the type of the document.
(() => {
  const preview = document.querySelector(".row-preview");
  const form = document.getElementById("id_name")?.form;
  if (!preview || !form) return;
  const text = (key) => {
    // The period is printed as it was understood, not as it was typed.
    if (key === "period") {
      return document.querySelector("#period-answer [data-printed]")?.textContent ?? form.elements.period.value;
    }
    const typed = form.elements[key].value.trim();
    const online = key === "name" && form.elements.format.value === "online";
    return online ? `${typed.replace(/\s*\(онлайн[ -]формат\)$/i, "")}\n(онлайн-формат)` : typed;
  };
  const draw = () => {
    for (const cell of preview.querySelectorAll("[data-preview]")) {
      cell.textContent = text(cell.dataset.preview);
    }
  };
  preview.hidden = false;
  draw();
  form.addEventListener("input", draw);
  document.addEventListener("htmx:afterSwap", draw);
})();
