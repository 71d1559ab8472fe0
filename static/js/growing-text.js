// A text field grows with its text, so that nobody writes through a keyhole. It never shrinks: the
// page would jump at every letter typed at its foot.
(() => {
  const grow = (field) => {
    if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + 2}px`;
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
