// Saving by itself. Every pause in the typing goes to the server, field by field, with the words the
// field began from; one request at a time. Until the server has answered, the same words are kept in
// this browser, under the person's own key. Without this script the form is sent by its button.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const page = JSON.parse(document.getElementById("event-state").textContent);
  const NAMES = Object.keys(page.stored);
  const PAUSE = 800;
  const LONGEST_WAIT = 1500;
  const HEARTBEAT = 10000;
  const PATIENCE = 20000;
  const RETRIES = [2000, 4000, 8000, 15000];

  const stateLine = document.getElementById("save-state");
  const notice = document.getElementById("save-notice");
  const base = { ...page.stored }; // what the server held when this page last knew it
  const shown = { ...page.stored }; // what the control held then
  const unanswered = Object.fromEntries(NAMES.map((name) => [name, []]));
  const conflicts = new Set();
  let offer = null; // words found in this browser and not decided upon
  let sending = null;
  let timer = null;
  let waitingSince = null;
  let failures = 0;
  let stopped = false; // nothing is sent until the person has done something
  let forgotten = false; // the person is signing out

  // Fields

  const labelOf = (name) => document.querySelector(`#div_id_${name} label, #div_id_${name} legend`)?.textContent.replace("*", "").trim() ?? name;
  function read(name) {
    const control = form.elements[name];
    if (control instanceof HTMLSelectElement && control.multiple) {
      return [...control.selectedOptions].map((option) => option.value);
    }
    return control.value.replace(/\r\n?/g, "\n");
  }
  function write(name, value) {
    const control = form.elements[name];
    if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) option.selected = value.includes(option.value);
    } else {
      control.value = value;
    }
    const target = control instanceof RadioNodeList ? control[0] : control;
    target.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { written: true } }));
  }
  const plain = (value) => (Array.isArray(value) ? [...value].sort().join("\u0000") : value);
  const same = (a, b) => plain(a) === plain(b);
  const isDirty = (name) => !same(read(name), shown[name]);
  const dirty = () => NAMES.filter(isDirty);

  // Words kept in this browser

  const keyOf = (event) => `svod:${page.person}:${page.report}:${event ? `event-${event}` : `new-${page.key}`}`;
  function keep() {
    if (forgotten) return;
    const names = dirty();
    const values = { ...(offer?.values ?? {}) };
    const bases = { ...(offer?.base ?? {}) };
    for (const name of names) {
      values[name] = read(name);
      bases[name] = base[name];
    }
    try {
      if (Object.keys(values).length === 0) localStorage.removeItem(keyOf(page.event));
      else {
        const title = read("name").slice(0, 80);
        const address = location.pathname + location.search;
        const at = names.length ? new Date().toISOString() : offer.at;
        localStorage.setItem(keyOf(page.event), JSON.stringify({ at, title, address, values, base: bases }));
      }
    } catch {
      // No room or no permission: the server is the only keeper, as without this script.
    }
  }
  // Read before anybody types: what is kept from then on is of this page.
  function findKept() {
    try {
      return JSON.parse(localStorage.getItem(keyOf(page.event)));
    } catch {
      localStorage.removeItem(keyOf(page.event));
      return null;
    }
  }
  function offerKept() {
    const kept = offer;
    if (!kept) return;
    const names = NAMES.filter((name) => name in kept.values && !same(kept.values[name], base[name]));
    if (names.length === 0) {
      offer = null;
      keep();
      return;
    }
    offer = { ...kept, names };
    const when = new Date(kept.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
    const newer = names.some((name) => !same(kept.base[name], base[name]));
    const box = (offer.box = note("warning", `На этом компьютере остался ваш текст от ${when}, который не дошел до сервера.`));
    if (newer) box.append(paragraph("С тех пор мероприятие изменили, поэтому сравните тексты."));
    for (const name of names) {
      box.append(heading(labelOf(name)), typed(String(kept.values[name])));
    }
    box.append(
      button("Вернуть этот текст", () => {
        withdrawOffer();
        for (const name of names) {
          base[name] = kept.base[name];
          shown[name] = kept.base[name];
          write(name, kept.values[name]);
        }
        changed();
      }),
      button("Удалить его", () => {
        withdrawOffer();
        keep();
      }),
    );
    notice.before(box);
    // It may still be on its way from the page that was left: then nothing is to be decided.
    for (const later of [700, 2000, 4000]) setTimeout(() => offer && beat(), later);
  }
  function withdrawOffer() {
    offer.box?.remove();
    offer = null;
  }

  // What is said

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  const paragraph = (text) => element("p", "", text);
  const heading = (text) => element("h3", "", text);
  const typed = (text) => element("p", "typed", text || "(пусто)");
  function note(kind, text) {
    const box = element("div", `note note-${kind}`);
    box.setAttribute("role", kind === "error" ? "alert" : "status");
    box.append(paragraph(text));
    return box;
  }
  function button(text, action) {
    const made = element("button", "btn btn-quiet btn-sm me-2", text);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }
  function say(text, kind = "") {
    if (stateLine.textContent !== text) stateLine.textContent = text;
    stateLine.className = `save-state ${kind}`;
  }
  function explain(text, ...actions) {
    notice.replaceChildren();
    if (!text) return;
    const box = note("error", text);
    box.append(...actions);
    notice.append(box);
  }

  // Sending

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  function post(url, body, keepalive = false) {
    return fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ person: page.person, ...body }),
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE),
    });
  }
  function changed() {
    keep();
    if (stopped) return;
    say("Сохраняется…");
    waitingSince ??= Date.now();
    clearTimeout(timer);
    const rest = LONGEST_WAIT - (Date.now() - waitingSince);
    timer = setTimeout(send, Math.max(0, Math.min(PAUSE, rest)));
  }
  function toSend() {
    const names = dirty().filter((name) => !conflicts.has(name));
    // A typed online mark becomes the format, so the name never goes without it.
    return names.includes("name") && !names.includes("format") ? [...names, "format"] : names;
  }
  function fieldsOf(names) {
    return Object.fromEntries(
      names.map((name) => [name, { value: read(name), bases: [base[name], ...unanswered[name]] }]),
    );
  }
  // Resolves to whether everything on the page is on the server.
  function send() {
    clearTimeout(timer);
    if (!sending) {
      sending = transmit().finally(() => {
        sending = null;
        if (toSend().length && !stopped && !failures) changed();
      });
    }
    return sending;
  }
  async function transmit() {
    waitingSince = null;
    const names = toSend();
    if (names.length === 0) {
      keep();
      return dirty().length === 0;
    }
    say("Сохраняется…");
    const fields = fieldsOf(names);
    let response;
    let answer = {};
    try {
      response = await post(page.autosave_url, { fields });
      if (response.headers.get("Content-Type")?.startsWith("application/json")) answer = await response.json();
    } catch {
      remember(fields);
      say("Нет связи, текст хранится на этом компьютере", "save-state-trouble");
      retry();
      return false;
    }
    if (answer.state === "saved") {
      failures = 0;
      explain("");
      acknowledge(names, fields, answer);
      return dirty().length === 0;
    }
    if (response.status >= 500) remember(fields); // it may have been saved all the same
    return refused(response, answer);
  }
  function remember(fields) {
    for (const [name, { value }] of Object.entries(fields)) {
      if (!unanswered[name].some((earlier) => same(earlier, value))) unanswered[name].push(value);
    }
  }
  function retry() {
    clearTimeout(timer);
    timer = setTimeout(send, RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
  }
  function acknowledge(names, fields, answer) {
    adopt(answer);
    for (const name of names) {
      if (answer.errors[name] || answer.conflicts[name]) continue;
      shown[name] = fields[name].value;
      base[name] = answer.stored[name];
      unanswered[name] = [];
    }
    absorb(answer.stored);
    for (const name of NAMES) showErrors(name, answer.errors[name] ?? []);
    for (const [name, conflict] of Object.entries(answer.conflicts)) showConflict(name, conflict);
    for (const [name, value] of Object.entries(answer.replaced)) showReplaced(name, value);
    keep();
    if (conflicts.size) say("Не все сохранено: выберите, какой текст оставить", "save-state-trouble");
    else if (Object.keys(answer.errors).length) say("Не все сохранено: исправьте отмеченное", "save-state-trouble");
    else if (dirty().length === 0) say(`Сохранено в ${answer.time}`, "save-state-saved");
  }
  // A new event has got its address: reloading the page must find it.
  function adopt(answer) {
    if (!page.event) {
      localStorage.removeItem(keyOf(null));
      history.replaceState(history.state, "", answer.url);
    }
    for (const key of ["event", "version", "autosave_url", "presence_url"]) page[key] = answer[key];
    form.elements.version.value = answer.version;
  }
  // What others have changed in fields that nobody here is writing in.
  function absorb(stored) {
    const joined = [];
    for (const name of NAMES) {
      if (same(stored[name], base[name]) || isDirty(name)) continue;
      const wasTyped = !same(read(name), base[name]); // tidied, not changed
      base[name] = stored[name];
      if (wasTyped && document.activeElement === form.elements[name]) continue;
      write(name, stored[name]);
      shown[name] = read(name);
      joined.push(labelOf(name));
    }
    if (offer?.names?.every((name) => same(offer.values[name], base[name]))) {
      withdrawOffer(); // it has arrived after all
      keep();
      return;
    }
    if (joined.length) {
      const box = note("info", `Коллега изменил другие поля, изменения добавлены: ${joined.join(", ").toLowerCase()}.`);
      notice.before(box);
      setTimeout(() => box.remove(), 60000);
    }
  }
  function showErrors(name, texts) {
    const control = form.elements[name] instanceof RadioNodeList ? form.elements[name][0] : form.elements[name];
    const place = document.getElementById(`div_id_${name}`);
    if (!place) return;
    place.querySelector(".autosave-error")?.remove();
    control.classList.toggle("is-invalid", texts.length > 0);
    if (texts.length) {
      const box = element("p", "autosave-error invalid-feedback", texts.join(" "));
      place.append(box);
    }
  }

  // Refusals: for each the reason, and one action that goes on

  function refused(response, answer) {
    const kept = "Ваш текст остался на этой странице и на этом компьютере.";
    if (answer.state === "key" && failures === 0) {
      failures = 1; // a sign-in elsewhere has changed the key; the cookie already has the new one
      return transmit();
    }
    if (response.status >= 500) {
      say("Сервер не отвечает, текст хранится на этом компьютере", "save-state-trouble");
      retry();
      return false;
    }
    stopped = true;
    say("Не сохранено, текст хранится на этом компьютере", "save-state-trouble");
    const again = button("Сохранить снова", resume);
    if (["signed_out", "other_person", "key"].includes(answer.state) || response.type === "opaqueredirect") {
      askToSignIn(answer.state === "other_person");
    } else if (answer.state === "deleted") {
      explain(`${answer.message} ${kept}`, button("Вернуть мероприятие и сохранить", () => restore(answer.restore_url)));
    } else if (answer.state === "refused") {
      explain(`${answer.message} ${kept}`, again);
    } else if (response.status === 404) {
      explain(`Этого мероприятия больше нет. ${kept}`, again);
    } else if (response.status === 413) {
      explain(`Текст слишком велик для одного мероприятия. ${kept} Сократите его или разделите на два мероприятия.`, again);
    } else {
      explain(`Сервер не принял текст. ${kept}`, again);
    }
    return false;
  }
  function resume() {
    stopped = false;
    failures = 0;
    explain("");
    return send();
  }
  function plainPost(url) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), _end: "1" });
    return fetch(url, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
  }
  async function restore(url) {
    try {
      await plainPost(url);
    } catch {
      // The attempt to save says what is wrong.
    }
    resume();
  }
  const dialog = document.getElementById("sign-in-again");
  function askToSignIn(isOther) {
    form.hidden = isOther; // another person sits here now: the text is not for them
    document.querySelector(".row-preview")?.toggleAttribute("hidden", isOther);
    dialog.querySelector("[data-reason]").textContent = isOther
      ? "В этом браузере вошел другой человек. Ваш текст сохранен на этом компьютере и виден только вам. Войдите, чтобы продолжить."
      : "Сеанс закончился. Ваш текст остался на странице. Введите пароль, и он сохранится.";
    dialog.querySelector("[data-error]").textContent = "";
    if (!dialog.open) dialog.showModal();
  }
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (form.hidden) return; // somebody else's eyes
    dialog.close();
    explain("Сеанс закончился. Ваш текст остался на этой странице и на этом компьютере.", button("Войти и сохранить", () => askToSignIn(false)));
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const says = dialog.querySelector("[data-error]");
    const body = new URLSearchParams(new FormData(event.target));
    try {
      if (form.hidden) await plainPost(document.querySelector("form[data-sign-out]").action);
      body.set("csrfmiddlewaretoken", token());
      const response = await fetch(dialog.dataset.url, { method: "POST", body, credentials: "same-origin" });
      if (!response.redirected) {
        says.textContent = response.ok ? "Пароль не подходит." : "Войти не удалось. Подождите немного и попробуйте снова.";
        return;
      }
    } catch {
      says.textContent = "Нет связи. Попробуйте еще раз.";
      return;
    }
    event.target.elements.password.value = "";
    dialog.close();
    form.hidden = false;
    document.querySelector(".row-preview")?.removeAttribute("hidden");
    resume();
  });

  // Two people in one field

  function showConflict(name, conflict) {
    if (conflicts.has(name)) return;
    conflicts.add(name);
    const place = document.getElementById(`div_id_${name}`);
    const box = element("div", "note note-warning conflict");
    box.append(heading(`Поле «${labelOf(name)}» одновременно изменили вы и ${conflict.by || "кто-то еще"} (${conflict.at})`));
    const sides = element("div", "conflict-sides");
    sides.append(
      side("Ваш текст", conflict.mine_parts ?? [[String(read(name)), true]]),
      side("Сохраненный текст", conflict.their_parts ?? [[String(conflict.theirs), true]]),
    );
    const mine = read(name);
    const close = () => {
      conflicts.delete(name);
      box.remove();
    };
    box.append(
      sides,
      paragraph("Можно взять один из текстов или дописать свой в поле и сохранить его."),
      button("Сохранить то, что в поле", () => {
        close();
        base[name] = conflict.theirs;
        shown[name] = conflict.theirs;
        unanswered[name] = [];
        changed();
      }),
      button("Взять сохраненный", () => {
        close();
        base[name] = conflict.theirs;
        unanswered[name] = [];
        write(name, conflict.theirs);
        shown[name] = read(name);
        const undo = note("info", "Взят сохраненный текст.");
        undo.append(button("Вернуть мой", () => {
          undo.remove();
          write(name, mine);
          changed();
        }));
        place.after(undo);
        keep();
        say("Сохранено", "save-state-saved");
      }),
    );
    place.after(box);
  }
  // The person's own words from another tab: the later ones hold, the earlier are not hidden.
  function showReplaced(name, value) {
    const box = note("info", `В другой вкладке вы написали в поле «${labelOf(name)}» иначе:`);
    box.append(
      typed(String(value)),
      button("Взять тот текст", () => {
        box.remove();
        write(name, value);
        changed();
      }),
      button("Оставить этот", () => box.remove()),
    );
    document.getElementById(`div_id_${name}`).after(box);
  }
  function side(title, parts) {
    const made = element("div");
    const text = element("p", "typed");
    for (const [words, differs] of parts) text.append(differs ? element("mark", "", words) : words);
    made.append(heading(title), text);
    return made;
  }

  // Who else is here

  const present = document.getElementById("others-here");
  async function beat() {
    if (!page.event || document.hidden || stopped) return;
    try {
      const response = await post(page.presence_url, { version: page.version });
      const answer = await response.json();
      if (answer.state !== "present") {
        if (response.status < 500) refused(response, answer);
        return;
      }
      const names = answer.others.join(", ");
      present.textContent = names ? `Сейчас это мероприятие редактирует: ${names}` : "";
      present.hidden = !names;
      if (answer.stored && !sending) {
        absorb(answer.stored);
        page.version = answer.version;
        form.elements.version.value = answer.version;
      }
    } catch {
      // No connection: saving says so when there is something to save.
    }
  }
  setInterval(beat, HEARTBEAT);

  // Events of the page

  form.addEventListener("input", (event) => {
    if (!event.detail?.written) changed();
  });
  form.addEventListener("change", changed);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.querySelector("button[name=next]").click();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    const chosen = event.submitter;
    const done = await finish();
    if (!done) return;
    if (chosen?.name) {
      const hidden = element("input");
      Object.assign(hidden, { type: "hidden", name: chosen.name, value: chosen.value });
      form.append(hidden);
    }
    form.elements.csrfmiddlewaretoken.value = token();
    form.submit();
  });
  // Everything is on the server, or only the server's own page can say what is wrong with it.
  async function finish() {
    stopped = false;
    failures = 0;
    if (sending) await sending;
    const saved = await send();
    return saved || (conflicts.size === 0 && !stopped && failures === 0);
  }
  window.addEventListener("online", () => {
    if (!stopped && toSend().length) send();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
    else beat();
  });
  window.addEventListener("pagehide", () => {
    keep();
    const names = toSend();
    if (names.length && !stopped) post(page.autosave_url, { fields: fieldsOf(names) }, true).catch(() => {});
    if (page.event) post(page.presence_url, { leaves: true }, true).catch(() => {});
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      delete form.dataset.sent;
      beat();
    }
  });

  document.addEventListener("svod:forget", () => {
    forgotten = true;
    stopped = true;
  });

  offer = findKept();
  // A text sent while this very page was being left may have arrived meanwhile.
  beat().then(offerKept);
  if (dirty().length) changed(); // the server has given back what it could not save
})();
