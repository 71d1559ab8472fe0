// Beside the form: the row as it will be printed, in the type of the document.
(() => {
  const preview = document.querySelector(".row-preview");
  const form = document.getElementById("id_name")?.form;
  if (!preview || !form) return;
  let typedMark = ""; // a typed online mark, as the remarks on the name have found it
  const text = (key) => {
    // The period is printed as it was understood, not as it was typed.
    if (key === "period") {
      return document.querySelector("#period-answer [data-printed]")?.textContent ?? form.elements.period.value;
    }
    const typed = form.elements[key].value.trim();
    if (key !== "name") return typed;
    const isMarked = typedMark && typed.endsWith(typedMark);
    const format = form.elements.format.value;
    if (format !== "online" && (format || !isMarked)) return typed;
    return `${isMarked ? typed.slice(0, -typedMark.length).trimEnd() : typed}\n(онлайн-формат)`;
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
  document.addEventListener("svod:hints", ({ detail }) => {
    typedMark = detail.findings.name?.find(({ rule }) => rule === "typed_online_mark")?.words.trim() ?? "";
    draw();
  });
})();
