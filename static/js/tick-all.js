// @ts-check
// A box in the heading of a table ticks all of its rows; it shows whether all, some or none are.

for (const all of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-tick-all]"))) {
  const boxes = [
    ...(all.closest("table")?.querySelectorAll(`tbody input[type="checkbox"][name="${all.dataset.tickAll}"]`) ?? []),
  ].map((box) => /** @type {HTMLInputElement} */ (box));
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  const label = all.closest("label");
  if (label) label.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  show(); // the browser may have brought ticks back
}
