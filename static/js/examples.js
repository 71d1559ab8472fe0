// Examples under the fields help once; whoever knows them switches them off, in this browser.
(() => {
  const box = document.getElementById("show-examples");
  if (!box) return;
  const apply = () => document.querySelector("form[data-autosave]").classList.toggle("without-examples", !box.checked);
  box.checked = localStorage.getItem("svod-examples") !== "off";
  apply();
  box.addEventListener("change", () => {
    localStorage.setItem("svod-examples", box.checked ? "on" : "off");
    apply();
  });
})();
