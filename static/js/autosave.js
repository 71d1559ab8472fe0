// Saving by itself. Every pause in the typing goes to the server, field by field, with the words the
// field began from; one request at a time. Until the server has answered, the same words are kept in
// this browser, under the person's own key. Without this script the form is sent by its button.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  // Words put back by the browser itself, on the way back to this page, would look as typed just now
  // and be saved over what others have written since.
  form.autocomplete = "off";
  const page = JSON.parse(document.getElementById("event-state").textContent);
  const NAMES = Object.keys(page.stored);
  const PAUSE = 800;
  const LONGEST_WAIT = 1500;
  const HEARTBEAT = 10000;
  const PATIENCE = 20000;
  const RETRIES = [2000, 4000, 8000, 15000];
  const REMEMBERED = 4; // attempts without an answer
  const self = Math.random().toString(36).slice(2, 12); // this very page, among all tabs

  const stateLine = document.getElementById("save-state");
  const notice = document.getElementById("save-notice");
  const base = { ...page.stored }; // what the server held when this page last knew it
  const shown = { ...page.stored }; // what the control held then
  const unanswered = Object.fromEntries(NAMES.map((name) => [name, []])); // sent, and perhaps saved
  const conflicts = new Set();
  const wrong = new Set(); // fields that the server cannot take as they are
  let offers = []; // words found in this browser and not decided upon
  let number = 0; // of the attempt: a late one must not undo the next
  let savedAt = "";
  let sending = null;
  let timer = null;
  let waitingSince = null;
  let failures = 0;
  let stopped = false; // nothing is sent until the person has done something
  let forgotten = false; // the person is signing out
  let leaving = false; // a button has been pressed

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
  // What was sent without an answer may be on the server, so taking it back has to be sent, too.
  const isDirty = (name) => !same(read(name), shown[name]) || unanswered[name].length > 0;
  const dirty = () => NAMES.filter(isDirty);
  const isUnreadNumber = (name) => wrong.has(name) && form.elements[name].inputMode === "numeric";

  // Words kept in this browser

  // Every page keeps its own words: a tab that has saved everything must not clear another's.
  const keyOf = (event) => `svod:${page.person}:${page.report}:${event ? `event-${event}` : `new-${page.key}`}:`;
  // Resolves to whether the words are safe from the closing of the page.
  function keep() {
    if (forgotten) return false;
    // A number that was not understood has been told of; who leaves by the button leaves it behind.
    const names = dirty().filter((name) => !(leaving && isUnreadNumber(name)));
    const title = read("name").slice(0, 80);
    const address = location.pathname + location.search;
    const values = Object.fromEntries(names.map((name) => [name, read(name)]));
    const bases = Object.fromEntries(names.map((name) => [name, [base[name], ...unanswered[name]]]));
    const kept = { at: new Date(), title, address, autosave_url: page.autosave_url, values, bases };
    try {
      if (names.length === 0) localStorage.removeItem(keyOf(page.event) + self);
      else localStorage.setItem(keyOf(page.event) + self, JSON.stringify(kept));
      return true;
    } catch {
      return false; // no room or no permission: the page and the server are the only keepers
    }
  }
  function discard(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // What cannot be reached is not read either.
    }
  }
  // Read before anybody types. A new event may have been added without this browser hearing of it.
  function findKept() {
    try {
      const own = [keyOf(page.event), keyOf(null)];
      const keys = Object.keys(localStorage).filter((key) => own.some((start) => key.startsWith(start)));
      return keys.map((key) => ({ ...JSON.parse(localStorage.getItem(key)), key })).filter((kept) => kept.values);
    } catch {
      return [];
    }
  }
  // The server compares: it knows what it makes of a text when it saves it.
  async function missing(kept) {
    try {
      const response = await post(page.autosave_url, { kept: kept.values });
      return (await response.json()).missing ?? Object.keys(kept.values);
    } catch {
      return Object.keys(kept.values);
    }
  }
  async function consider(offer) {
    const lacking = await missing(offer);
    if (!offers.includes(offer)) return;
    const names = NAMES.filter((name) => lacking.includes(name) && !same(offer.values[name], read(name)));
    if (names.length === 0) {
      withdraw(offer);
      beat({ isOwn: true }); // it may have arrived after this page was made
    } else if (!offer.box) {
      show(offer, names);
    }
  }
  function show(offer, names) {
    const when = new Date(offer.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" });
    const newer = names.some((name) => !offer.bases[name].some((seen) => same(seen, base[name])));
    const box = (offer.box = note("warning", `На этом компьютере остался ваш текст от ${when}, который не дошел до сервера.`));
    if (newer) box.append(paragraph("С тех пор мероприятие изменили, поэтому сравните тексты."));
    for (const name of names) {
      box.append(heading(labelOf(name)), typed(String(offer.values[name])));
    }
    box.append(
      button("Вернуть этот текст", () => {
        for (const name of names) {
          [base[name], ...unanswered[name]] = offer.bases[name];
          shown[name] = base[name];
          write(name, offer.values[name]);
        }
        changed();
        withdraw(offer);
      }),
      button("Удалить его", () => withdraw(offer)),
    );
    notice.before(box);
  }
  function withdraw(offer) {
    offers = offers.filter((other) => other !== offer);
    offer.box?.remove();
    discard(offer.key);
  }
  // Another tab has brought its words to the server meanwhile.
  window.addEventListener("storage", (event) => {
    if (event.newValue !== null) return;
    for (const offer of offers.filter(({ key }) => key === event.key)) withdraw(offer);
  });

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
  function unsent(reason) {
    say(`${reason}, ${keep() ? "текст хранится на этом компьютере" : "текст остается только на этой странице"}`, "save-state-trouble");
  }
  function settle() {
    if (conflicts.size) say("Не все сохранено: выберите, какой текст оставить", "save-state-trouble");
    else if ([...wrong].some((name) => !isUnreadNumber(name))) say("Не все сохранено: исправьте отмеченное", "save-state-trouble");
    else if (wrong.size && dirty().every(isUnreadNumber)) say(savedAt ? `Сохранено в ${savedAt}, кроме отмеченного` : "Отмеченное не сохранено");
    else if (dirty().length === 0) say(savedAt && `Сохранено в ${savedAt}`, "save-state-saved");
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
    if (stopped) return dirty().length ? unsent("Не сохранено") : settle();
    if (toSend().length === 0) return settle();
    say("Сохраняется…");
    waitingSince ??= Date.now();
    clearTimeout(timer);
    const rest = LONGEST_WAIT - (Date.now() - waitingSince);
    timer = setTimeout(send, Math.max(0, Math.min(PAUSE, rest)));
  }
  function toSend() {
    const names = dirty().filter((name) => !conflicts.has(name) && !wrong.has(name));
    // A typed online mark becomes the format, so neither goes without the other.
    const together = ["name", "format"];
    return together.some((name) => names.includes(name)) ? [...new Set([...names, ...together])] : names;
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
  async function transmit(isRepeat = false) {
    waitingSince = null;
    const names = toSend();
    if (names.length === 0) {
      keep();
      settle();
      return dirty().length === 0;
    }
    say("Сохраняется…");
    const fields = fieldsOf(names);
    remember(fields);
    let response;
    let answer = {};
    try {
      response = await post(page.autosave_url, attempt(fields));
      if (response.headers.get("Content-Type")?.startsWith("application/json")) answer = await response.json();
    } catch {
      unsent("Нет связи");
      retry();
      return false;
    }
    if (answer.state === "saved") {
      failures = 0;
      explain("");
      acknowledge(names, fields, answer);
      return dirty().length === 0;
    }
    // A sign-in elsewhere has changed the key; the cookie already has the new one.
    if (answer.state === "key" && !isRepeat) return transmit(true);
    return refused(response, answer);
  }
  function attempt(fields) {
    number += 1;
    return { fields, page: self, number };
  }
  function remember(fields) {
    for (const [name, { value }] of Object.entries(fields)) {
      const others = unanswered[name].filter((earlier) => !same(earlier, value));
      unanswered[name] = [...others, value].slice(-REMEMBERED);
    }
  }
  function retry() {
    clearTimeout(timer);
    timer = setTimeout(send, RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
  }
  function acknowledge(names, fields, answer) {
    adopt(answer);
    savedAt = page.event ? answer.time : "";
    for (const name of names) {
      if (answer.errors[name]) wrong.add(name);
      if (answer.errors[name] || answer.conflicts[name]) continue;
      shown[name] = fields[name].value;
      base[name] = answer.stored[name];
      unanswered[name] = [];
    }
    absorb(answer.stored);
    for (const name of NAMES) showErrors(name, answer.errors[name] ?? []);
    showDoubts(answer.doubts);
    for (const [name, conflict] of Object.entries(answer.conflicts)) showConflict(name, conflict);
    for (const [name, value] of Object.entries(answer.replaced)) showReplaced(name, value);
    keep();
    settle();
  }
  // A new event has got its address: reloading the page must find it.
  function adopt(answer) {
    if (!answer.event) return; // nothing worth an event has been typed yet
    if (!page.event) {
      discard(keyOf(null) + self);
      history.replaceState(history.state, "", answer.url);
    }
    for (const key of ["event", "version", "autosave_url", "presence_url"]) page[key] = answer[key];
    form.elements.version.value = answer.version;
  }
  // What others have changed in fields that nobody here is writing in.
  function absorb(stored, isOwn = false) {
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
    if (joined.length && !isOwn) {
      const box = note("info", `Другие поля изменены не на этой странице, изменения добавлены: ${joined.join(", ").toLowerCase()}.`);
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
      place.closest("details")?.setAttribute("open", "");
    }
  }

  // Said and taken all the same.
  function showDoubts(doubts) {
    for (const [name, text] of Object.entries(doubts)) {
      const place = document.getElementById(`div_id_${name}`);
      place?.querySelector(".autosave-doubt")?.remove();
      if (text) place?.append(element("p", "autosave-doubt hints", text));
    }
  }

  // Refusals: for each the reason, and one action that goes on

  function refused(response, answer) {
    const kept = keep() ? "Ваш текст остался на этой странице и на этом компьютере." : "Ваш текст остался только на этой странице, не закрывайте ее.";
    if (response.status >= 500) {
      unsent(answer.state === "no_room" ? "На сервере закончилось место на диске" : "Сервер не отвечает");
      retry();
      return false;
    }
    stopped = true;
    if (dirty().length) unsent("Не сохранено");
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
  const screen = document.querySelector(".event-page");
  function askToSignIn(isOther) {
    screen.hidden = isOther; // another person sits here now: the text is not for them
    dialog.querySelector("[data-reason]").textContent = isOther
      ? "В этом браузере вошел другой человек. Ваш текст сохранен на этом компьютере и виден только вам. Войдите, чтобы продолжить."
      : "Сеанс закончился. Ваш текст остался на странице. Введите пароль, и он сохранится.";
    dialog.querySelector("[data-error]").textContent = "";
    if (!dialog.open) dialog.showModal();
  }
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (screen.hidden) return; // somebody else's eyes
    dialog.close();
    explain("Сеанс закончился. Ваш текст остался на этой странице и на этом компьютере.", button("Войти и сохранить", () => askToSignIn(false)));
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const says = dialog.querySelector("[data-error]");
    const body = new URLSearchParams(new FormData(event.target));
    try {
      if (screen.hidden) await plainPost(document.querySelector("form[data-sign-out]").action);
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
    screen.hidden = false;
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
        settle();
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
  async function beat({ isOwn = false } = {}) {
    if (!page.event || document.hidden || stopped) return;
    try {
      const response = await post(page.presence_url, { version: page.version });
      const answer = await response.json();
      if (answer.state !== "present") {
        if (response.status < 500 && answer.state !== "key") refused(response, answer);
        return;
      }
      const names = answer.others.join(", ");
      present.textContent = names ? `Сейчас это мероприятие редактирует: ${names}` : "";
      present.hidden = !names;
      // One that has overtaken or waited for a save may tell of an earlier state.
      if (answer.stored && !sending && answer.version > page.version) {
        absorb(answer.stored, isOwn);
        page.version = answer.version;
        form.elements.version.value = answer.version;
      }
    } catch {
      // No connection: saving says so when there is something to save.
    }
  }
  setInterval(() => beat(), HEARTBEAT);

  // Events of the page

  form.addEventListener("input", (event) => {
    if (event.detail?.written) return;
    wrong.clear(); // one field may be mended by another
    changed();
  });
  form.addEventListener("change", () => changed());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.querySelector("button[name=next]").click();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    if (leaving) return;
    leaving = true;
    try {
      if (await finish()) submit(event.submitter);
    } finally {
      // If the next page does not come, the button works again.
      setTimeout(() => { leaving = false; }, 1000);
    }
  });
  function submit(chosen) {
    const hidden = element("input");
    Object.assign(hidden, { type: "hidden", name: chosen?.name ?? "", value: chosen?.value ?? "" });
    form.append(hidden);
    form.elements.csrfmiddlewaretoken.value = token();
    form.submit();
    hidden.remove();
  }
  // Everything is on the server, or only the server's own page can say what is wrong with it.
  async function finish() {
    stopped = false;
    failures = 0;
    if (sending) await sending;
    const saved = await send();
    await beat(); // the page goes as a whole: not with what others have replaced meanwhile
    document.querySelector(".conflict")?.scrollIntoView({ block: "center" });
    return !stopped && (saved || (conflicts.size === 0 && failures === 0));
  }
  window.addEventListener("online", () => {
    if (!stopped && toSend().length) send();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
    else beat();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !forgotten && dirty().length && !keep()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    keep();
    const names = toSend();
    if (names.length && !stopped) {
      const fields = fieldsOf(names);
      remember(fields);
      post(page.autosave_url, attempt(fields), true).catch(() => {});
    }
    if (page.event) post(page.presence_url, { leaves: true }, true).catch(() => {});
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    // Somebody else may sit here by now. Words sent while leaving have no answer, and later pages
    // may have gone on from them: the page begins anew from what is stored, with these words offered
    // if they did not arrive.
    if (navigator.onLine && (dirty().length === 0 || keep())) {
      stopped = true;
      location.reload();
    } else {
      beat();
    }
  });

  document.addEventListener("svod:forget", () => {
    forgotten = true;
    stopped = true;
  });

  showDoubts(page.doubts);
  offers = findKept();
  const considerAll = () => offers.forEach(consider);
  beat().then(considerAll);
  // A text sent while this very page was being left may still be on its way.
  for (const later of [700, 2000, 4000]) setTimeout(considerAll, later);
  if (dirty().length) changed(); // the server has given back what it could not save
})();
