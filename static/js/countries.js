// The list of countries: a click adds or takes away one, the chosen ones are named above, a few
// letters find one. Without this script it is the browser's own list.
(() => {
  const list = document.getElementById("id_countries");
  if (!list) return;
  const options = [...list.options];
  const chosen = Object.assign(document.createElement("p"), { className: "form-text mb-1" });
  chosen.setAttribute("role", "status");
  const search = Object.assign(document.createElement("input"), {
    type: "search", className: "form-control mb-1", placeholder: "Начните писать название", autocomplete: "off",
  });
  search.setAttribute("aria-label", "Найти страну");
  list.before(chosen, search);
  const name = () => {
    const names = [...list.selectedOptions].map((option) => option.text);
    chosen.textContent = names.length ? `Выбрано: ${names.join(", ")}` : "Ни одна страна не выбрана.";
  };
  const toggle = (option) => {
    option.selected = !option.selected;
    list.dispatchEvent(new Event("input", { bubbles: true }));
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  list.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof HTMLOptionElement)) return;
    event.preventDefault(); // the browser would drop all the others
    const top = list.scrollTop;
    toggle(event.target);
    list.focus();
    list.scrollTop = top;
  });
  search.addEventListener("input", (event) => {
    event.stopPropagation(); // it is none of the texts to be saved
    const words = search.value.trim().toLowerCase();
    for (const option of options) option.hidden = !option.text.toLowerCase().includes(words);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const found = options.filter((option) => !option.hidden);
    if (search.value.trim() === "" || found.length === 0) return;
    toggle(found[0]);
    search.value = "";
    search.dispatchEvent(new Event("input"));
  });
  for (const kind of ["input", "change"]) list.addEventListener(kind, name);
  name();
})();
