// What the text lets one guess of format, kind and countries: shown as a guess, written by a click.
(() => {
  const form = document.querySelector("form[data-hints]");
  if (!form) return;
  const labelOf = (name, value) => {
    const control = form.elements[name];
    const option = control instanceof RadioNodeList
      ? [...control].find((one) => one.value === value)?.closest(".form-check")
      : [...control.options].find((one) => one.value === value);
    return option?.textContent.trim() ?? value;
  };
  function place(id, after, under) {
    let line = document.getElementById(id);
    if (!line) {
      line = document.createElement("p");
      line.id = id;
      line.className = "guess";
      line.dataset.under = under;
      line.setAttribute("role", "status");
      after.append(line);
    }
    return line;
  }
  function show(line, words, write) {
    if (!words && line.dataset.words === "written") return;
    line.hidden = !words;
    if (!words || line.dataset.words === words) return;
    line.dataset.words = words;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link";
    button.tabIndex = -1; // see hints.js
    button.textContent = "Записать";
    button.setAttribute("aria-label", `Записать: ${words}`);
    button.addEventListener("click", () => {
      write();
      line.dataset.words = "written";
      line.replaceChildren(`Записано: ${words}.`);
      const field = form.elements[line.dataset.under];
      (field instanceof RadioNodeList ? [...field].find((one) => one.checked) : field).focus({ preventScroll: true });
    });
    line.replaceChildren(`По тексту похоже: ${words}. `, button);
  }
  function choose(name, values) {
    const control = form.elements[name];
    if (control instanceof RadioNodeList) {
      for (const one of control) one.checked = values.includes(one.value);
    } else {
      for (const option of control.options) option.selected = values.includes(option.value);
    }
    (control instanceof RadioNodeList ? control[0] : control).dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.addEventListener("svod:hints", (event) => {
    const { guess } = event.detail;
    const format = form.elements.format.value ? "" : guess.format;
    show(place("guess-format", document.getElementById("div_id_format"), "format"), format && labelOf("format", format), () => choose("format", [format]));
    const category = form.elements.category.value ? "" : guess.category;
    const countries = form.elements.countries.selectedOptions.length ? [] : guess.countries;
    const words = [category && labelOf("category", category), ...countries.map((code) => labelOf("countries", code))].filter(Boolean);
    show(place("guess-statistics", document.getElementById("guesses"), "participants"), words.join(", "), () => {
      if (category) choose("category", [category]);
      if (countries.length) choose("countries", countries);
    });
  });
})();
