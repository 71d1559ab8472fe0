// A form is sent once: a second click while the first is on its way does nothing.
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    // If the answer does not come, the button works again: a repeat makes no second event.
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  // The page may come back from the browser's memory by the back button.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
