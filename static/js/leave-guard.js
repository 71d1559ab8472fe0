// A page with a text that was typed and not sent asks before it is left.
(() => {
  const forms = document.querySelectorAll("form[data-guard]");
  const written = new Map([...forms].map((form) => [form, texts(form)]));
  let sending = false;
  function texts(form) {
    return [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.value).join("\u0000");
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard]")) sending = true;
  });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && [...forms].some((form) => texts(form) !== written.get(form))) event.preventDefault();
  });
})();
