// Words that a page of an event kept in this browser and the server never got. On the page of the
// report they are shown; signing out clears them and what kept-forms.js keeps, after asking.
(() => {
  const ON_THE_WAY = 1500; // what was sent while its page was being left may be late
  const storages = ["localStorage", "sessionStorage"].flatMap((name) => {
    try {
      return [window[name]];
    } catch {
      return []; // a browser that keeps nothing
    }
  });
  const keys = (prefix, storage) => Object.keys(storage).filter((key) => key.startsWith(prefix));
  const out = document.querySelector("form[data-sign-out]");
  const place = document.querySelector("[data-kept-texts]");

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }
  async function hasArrived(kept) {
    const token = out.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const response = await fetch(kept.autosave_url, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ person: Number(place.dataset.person), kept: kept.values }),
      });
      return (await response.json()).missing.length === 0;
    } catch {
      return false;
    }
  }
  async function consider(key) {
    const kept = read(key);
    if (!kept?.values) return;
    if (!(await hasArrived(kept))) {
      await new Promise((resolve) => setTimeout(resolve, ON_THE_WAY));
      if (!(await hasArrived(kept))) {
        if (read(key)) show(key, kept);
        return;
      }
    }
    localStorage.removeItem(key);
  }
  function element(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  }
  function show(key, kept) {
    const when = new Date(kept.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
    const line = document.createElement("div");
    const link = element("a", kept.title || "мероприятие без названия");
    link.href = kept.address;
    const first = element("p", `На этом компьютере остался несохраненный текст от ${when}: `);
    first.append(link);
    // The page of the event may be out of reach: the report handed in, the event deleted.
    const texts = document.createElement("details");
    texts.append(element("summary", "Показать текст"));
    for (const value of Object.values(kept.values)) {
      const words = element("p", typeof value === "string" ? value : "");
      words.className = "typed";
      if (words.textContent) texts.append(words);
    }
    const remove = element("button", "Удалить его");
    remove.type = "button";
    remove.className = "btn btn-quiet btn-sm mt-2";
    remove.addEventListener("click", () => {
      localStorage.removeItem(key);
      line.remove();
      place.hidden = place.children.length === 0;
    });
    texts.append(remove);
    line.append(first, texts);
    place.append(line);
    place.hidden = false;
  }
  if (place && storages.length) keys(`svod:${place.dataset.person}:${place.dataset.report}:`, localStorage).forEach(consider);

  out?.addEventListener("submit", (event) => {
    const own = storages.flatMap((storage) => keys(`svod:${out.dataset.signOut}:`, storage).map((key) => [storage, key]));
    if (own.length && !confirm("На этом компьютере есть текст, который не дошел до сервера. Выйти и удалить его?")) {
      event.preventDefault();
      return;
    }
    document.dispatchEvent(new Event("svod:forget"));
    for (const [storage, key] of own) storage.removeItem(key);
  }, true);
})();
