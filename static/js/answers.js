// On the page of an event a remark is answered or ticked off without leaving: what is being written stays.
(() => {
  const token = (form) => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    body.delete("csrfmiddlewaretoken"); // the header has the newest one
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "X-CSRFToken": token(form), "X-Requested-With": "XMLHttpRequest" },
      body,
    });
    if (response.status === 403) throw new Error("Сеанс закончился. Сохраните мероприятие, войдите снова и повторите.");
    if (!response.ok) throw new Error("Не отправлено: сервер не принял запрос. Повторите чуть позже.");
    return response.text();
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-answer]") || !document.querySelector("form[data-autosave]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const remark = document.getElementById(`remark-${form.dataset.answer}`);
    try {
      remark.outerHTML = await send(form, event.submitter);
      const answered = document.getElementById(`remark-${form.dataset.answer}`);
      (answered.querySelector("button") ?? answered).focus();
    } catch (error) {
      remark.querySelector(".invalid-feedback")?.remove();
      const said = document.createElement("p");
      said.className = "invalid-feedback";
      said.setAttribute("role", "alert");
      said.textContent = error instanceof TypeError ? "Нет связи, ответ не отправлен. Он остался в поле, повторите." : error.message;
      remark.append(said);
    }
  }, true);
  window.addEventListener("beforeunload", (event) => {
    const unsent = [...document.querySelectorAll("[data-answer-text]")].some((field) => field.value !== field.defaultValue);
    if (unsent && !document.querySelector("form[data-sent]")) event.preventDefault();
  });
})();
