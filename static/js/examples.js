// Examples under the fields help once; whoever knows them switches them off, in this browser.
(() => {
  const box = document.getElementById("show-examples");
  if (!box) return;
  const apply = () => document.querySelector("form[data-autosave]").classList.toggle("without-examples", !box.checked);
  try {
    box.checked = localStorage.getItem("svod-examples") !== "off";
  } catch {
    // A browser that keeps nothing shows them.
  }
  apply();
  box.addEventListener("change", () => {
    apply();
    try {
      localStorage.setItem("svod-examples", box.checked ? "on" : "off");
    } catch {
      // Until the page is left.
    }
  });
})();
