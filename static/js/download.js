// A long document is made while one waits: how far it has come is said beside the link.
// Without this script the link downloads the same file.
const words = new Intl.NumberFormat("ru");
let busy = false;

async function download(link) {
  const state = document.getElementById("download-state");
  const bar = state.querySelector("progress");
  const text = state.querySelector("p");
  state.hidden = false;
  bar.removeAttribute("value");
  text.textContent = "Файл готовится…";
  const response = await fetch(link.href + "&progress=1");
  if (!response.ok || response.headers.get("Content-Type") !== "application/octet-stream") {
    throw new Error("not a file");
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = new Uint8Array();
  let file = null;
  const parts = [];
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    let bytes = value;
    if (!file) {
      bytes = new Uint8Array(rest.length + value.length);
      bytes.set(rest);
      bytes.set(value, rest.length);
      let end;
      while (!file && (end = bytes.indexOf(10)) >= 0) {
        const step = JSON.parse(decoder.decode(bytes.subarray(0, end)));
        bytes = bytes.subarray(end + 1);
        if (step.name) {
          file = step;
        } else {
          bar.max = step.total;
          bar.value = step.done;
          text.textContent = `Готово мероприятий: ${words.format(step.done)} из ${words.format(step.total)}.`;
        }
      }
      rest = bytes;
    }
    if (file && bytes.length) {
      parts.push(bytes.slice());
      received += bytes.length;
    }
  }
  if (!file || received !== file.size) throw new Error("cut short");
  save(new Blob(parts), file.name);
  text.textContent = `Файл готов: ${file.name}`;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-long]");
  if (!link) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  download(link)
    .catch(() => {
      document.querySelector("#download-state p").textContent =
        "Не удалось подготовить файл. Обновите страницу и попробуйте еще раз.";
    })
    .finally(() => {
      busy = false;
    });
});
