// Words that a page of an event kept in this browser and the server never got. On the page of the
// report they are offered; signing out clears them, after asking.
(() => {
  const keys = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const place = document.querySelector("[data-kept-texts]");
  if (place) {
    for (const key of keys(`svod:${place.dataset.person}:${place.dataset.report}:`)) {
      const kept = JSON.parse(localStorage.getItem(key));
      const when = new Date(kept.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
      const line = document.createElement("p");
      line.textContent = `На этом компьютере остался несохраненный текст от ${when}: `;
      const link = document.createElement("a");
      link.href = kept.address;
      link.textContent = kept.title || "мероприятие без названия";
      line.append(link);
      place.append(line);
      place.hidden = false;
    }
  }
  const out = document.querySelector("form[data-sign-out]");
  out?.addEventListener("submit", (event) => {
    const own = keys(`svod:${out.dataset.signOut}:`);
    if (own.length && !confirm("На этом компьютере есть текст, который не дошел до сервера. Выйти и удалить его?")) {
      event.preventDefault();
      return;
    }
    document.dispatchEvent(new Event("svod:forget"));
    for (const key of own) localStorage.removeItem(key);
  }, true);
})();
