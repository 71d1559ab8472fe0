// @ts-check
// A long document is made while one waits: how far it has come is said beside the link.
// Without this script the link downloads the same file.
const words = new Intl.NumberFormat("ru");
let busy = false;

/** @param {HTMLAnchorElement} link */
async function download(link) {
  const state = /** @type {HTMLElement} */ (document.getElementById("download-state"));
  const bar = /** @type {HTMLProgressElement} */ (state.querySelector("progress"));
  const text = /** @type {HTMLElement} */ (state.querySelector("p"));
  state.hidden = false;
  bar.removeAttribute("value");
  text.textContent = "Файл готовится…";
  const response = await fetch(`${link.href}&progress=1`);
  if (!response.body || !response.ok || response.headers.get("Content-Type") !== "application/octet-stream") {
    throw new Error("not a file");
  }
  const file = await receive(response.body.getReader(), ({ done, total }) => {
    bar.max = total;
    bar.value = done;
    text.textContent = `Готово мероприятий: ${words.format(done)} из ${words.format(total)}.`;
  });
  save(file.blob, file.name);
  text.textContent = `Файл готов: ${file.name}`;
}

/** Lines of JSON for the steps, one with the name and the size of the file, then its bytes.
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {(step: {done: number, total: number}) => void} tell
 * @returns {Promise<{name: string, blob: Blob}>} rejects when the file is cut short */
async function receive(reader, tell) {
  const decoder = new TextDecoder();
  /** @type {{name: string, size: number} | null} */
  let file = null;
  let lines = new Uint8Array();
  /** @type {BlobPart[]} */
  const parts = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if (file) {
      parts.push(read.value.slice());
      continue;
    }
    lines = joined(lines, read.value);
    for (let end = lines.indexOf(10); !file && end >= 0; end = lines.indexOf(10)) {
      const step = JSON.parse(decoder.decode(lines.subarray(0, end)));
      lines = lines.slice(end + 1);
      if (step.name) file = step;
      else tell(step);
    }
    if (file) parts.push(lines);
  }
  const blob = new Blob(parts);
  if (blob.size !== file?.size) throw new Error("cut short");
  return { name: file.name, blob };
}

/** @param {Uint8Array} first @param {Uint8Array} second */
function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-long]"));
  if (!link) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  download(link)
    .catch(() => {
      /** @type {HTMLElement} */ (document.querySelector("#download-state p")).textContent =
        "Не удалось подготовить файл. Обновите страницу и попробуйте еще раз.";
    })
    .finally(() => {
      busy = false;
    });
});
