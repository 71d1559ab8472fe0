// A text from Word, a mail, a web page or Excel comes into a field as plain text that keeps its
// paragraphs, its list items («- ») and the rows of its tables. The clipboard's own plain text loses
// the items of web pages and has Word's bullets as signs of a special font.
(() => {
  const FIELDS = "form[data-guard] textarea, form[data-autosave] textarea";
  const BLOCKS = "p,div,br,li,tr,h1,h2,h3,h4,h5,h6,blockquote,pre,dt,dd,section,article,ul,ol,table";
  const HIDDEN = /display:none|mso-hide:all/;
  const NUMBER = /^\(?[\p{L}\p{N}][\p{L}\p{N}.]{0,9}[.)]$|^\d{1,4}$/u;

  function bodyOf(html) {
    // The page's policy refuses styles and handlers, and says so, even where nothing is shown.
    const inert = html
      .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
      .replace(/<[^>]*>/g, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
    return new DOMParser().parseFromString(inert, "text/html").body;
  }

  const styleOf = (element) => (element.dataset.style ?? "").toLowerCase().replace(/\s/g, "");

  // Every element ends the lines it stands for; `open` is the line that is being written.
  function linesOf(root) {
    const lines = [];
    let open = "";
    let marker = "";
    const end = (always = false) => {
      const text = open.replace(/[ \t\n\r\f\u00a0]+/g, " ").trim();
      if (text) {
        lines.push(marker + text);
        marker = "";
      } else if (always) {
        lines.push("");
      }
      open = "";
    };
    const numbers = new Map();
    function markerOf(item) {
      const list = item.parentElement;
      if (list?.tagName !== "OL") return "- ";
      const number = numbers.get(list) ?? (list.start || 1);
      numbers.set(list, number + 1);
      return `${number}. `;
    }
    function row(element) {
      const cells = [...element.cells].filter((cell) => !HIDDEN.test(styleOf(cell))).map(linesOf);
      const filled = cells.filter((cell) => cell.length);
      if (filled.length === 1) lines.push(...filled[0]);
      else if (filled.length) lines.push(filled.map((cell) => cell.join(" ")).join(" – "));
    }
    function walk(node) {
      if (node.nodeType === Node.TEXT_NODE) open += node.data;
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      const style = styleOf(node);
      if (node.hidden || node.tagName === "DEL" || HIDDEN.test(style)) return;
      if (style.includes("mso-list:ignore")) {
        const bullet = node.textContent.trim();
        marker = NUMBER.test(bullet) ? `${bullet} ` : "- ";
        return;
      }
      if (node.tagName === "BR") return end(true);
      const isBlock = node.matches(BLOCKS);
      if (isBlock) end();
      if (node.tagName === "TR") return row(node);
      if (node.tagName === "LI") marker = markerOf(node);
      node.childNodes.forEach(walk);
      if (isBlock) end();
      if (node.tagName === "LI") marker = "";
    }
    root.childNodes.forEach(walk);
    end();
    while (lines.length && !lines.at(-1)) lines.pop();
    while (lines.length && !lines[0]) lines.shift();
    return lines;
  }

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !field.matches(FIELDS)) return;
    const html = event.clipboardData.getData("text/html");
    if (!html) return;
    const body = bodyOf(html);
    if (!body.querySelector(BLOCKS)) return; // the plain text says as much
    const text = linesOf(body).join("\n");
    if (!text) return;
    event.preventDefault();
    // The old command, because only with it the browser can undo the paste.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
    }
  });
})();
