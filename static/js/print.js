// @ts-check
// «Распечатать»: the page's own print sheet is in the style.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
