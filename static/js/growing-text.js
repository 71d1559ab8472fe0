// A text field grows with its text, so that nobody writes through a keyhole.
(() => {
  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  for (const field of document.querySelectorAll("textarea.grows")) {
    grow(field);
    field.addEventListener("input", () => grow(field));
  }
  // Fields inside a folded part have no height until it is opened.
  document.addEventListener("toggle", (event) => {
    event.target.querySelectorAll?.("textarea.grows").forEach(grow);
  }, true);
})();
