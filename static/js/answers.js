// A remark is answered or ticked off without leaving what is being written: the text of the event,
// answers to other remarks.
(() => {
  const token = (form) => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  const isUnsent = (field) => field.value.trim() && (field.value !== field.defaultValue || "refused" in field.dataset);
  const unsent = () => [...document.querySelectorAll("[data-answer-text]")].filter((field) => isUnsent(field) && !field.form?.dataset.sent);
  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    body.delete("csrfmiddlewaretoken"); // the header has the newest one
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "X-CSRFToken": token(form), "X-Requested-With": "XMLHttpRequest" },
      body,
    });
    if (response.status === 403) throw new Error("Сеанс закончился. Войдите в другой вкладке и повторите: написанное здесь останется.");
    if (!response.ok) throw new Error("Не отправлено: сервер не принял запрос. Повторите чуть позже.");
    return response.text();
  }
  function show(form, sent, html) {
    const id = `remark-${form.dataset.answer}`;
    const typed = document.querySelector(`#${id} [data-answer-text]`)?.value ?? "";
    document.getElementById(id).outerHTML = html;
    const remark = document.getElementById(id);
    const field = remark.querySelector("[data-answer-text]");
    if (field && typed && typed !== sent) {
      field.value = typed; // written on meanwhile, or ticked off with an answer in the field
      field.closest("details").open = true;
    }
    (remark.querySelector("[autofocus]") ?? remark.querySelector("button") ?? remark).focus();
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-answer]")) return;
    const others = unsent().some((field) => field.form !== form);
    if (!others && !document.querySelector("form[data-autosave]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      const sent = form.elements.text?.value;
      show(form, sent, await send(form, event.submitter));
    } catch (error) {
      const remark = document.getElementById(`remark-${form.dataset.answer}`);
      remark.querySelector(".invalid-feedback")?.remove();
      const said = document.createElement("p");
      said.className = "invalid-feedback";
      said.setAttribute("role", "alert");
      said.textContent = error instanceof TypeError ? "Нет связи, не отправлено. Написанное осталось в поле, повторите." : error.message;
      remark.append(said);
    }
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (unsent().length) event.preventDefault();
  });
})();
