// Chromium 90 and Firefox ESR 91 are the oldest browsers that «Свод» is written for. Whatever they do
// not know stands here with what they get instead.

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { newerInScripts, newerInStyles } from "./old-browsers.js";

const SCRIPTS = {
  "HTMLDialogElement.close": "presence.js takes the attribute `open` away",
  "HTMLDialogElement.open": "read only where there is showModal",
  "HTMLDialogElement.showModal": "presence.js sets the attribute `open`, parts.css lays the box over the page",
};
const STYLES = {
  ":-moz-progress-bar": "Chromium has a name of its own for it, and the other way round",
  ":-webkit-progress-bar": "Firefox has a name of its own for it",
  ":-webkit-progress-value": "Firefox has a name of its own for it",
  ":popover-open": "asked for by @supports: without it the sections stand as they are",
  "accent-color": "a tick has the browser's own colour",
  "align-content: start": "used in a grid, where it is old; MDN counts blocks as well",
  "break-after: avoid": "on paper a section's name may stand apart from its first row",
  "container-type": "letters of the sheet have the size that stands before it",
  "container-type: inline-size": "the same",
  "field-sizing": "a field has the rows that it was given, and forms.js lets it grow",
  "field-sizing: content": "the same",
  "forced-color-adjust": "drawings get the colours of the system",
  "forced-color-adjust: auto": "the same",
  "forced-color-adjust: none": "the same",
  "grid-template-rows: subgrid": "the parts of two doors stand at heights of their own",
  "print-color-adjust": "drawings may lose their fill on paper; their outlines and numbers stay",
  "print-color-adjust: exact": "the same",
  size: "the sheet is turned in the browser's own window of printing",
  "text-size-adjust": "a telephone may make the letters larger",
  "text-wrap": "a heading may leave one word in its last line",
  "text-wrap: balance": "the same",
};

const newerScripts = newerInScripts([...globSync("static/js/**/*.js"), "static/js/events.d.ts"]);
const newerStyles = globSync("static/css/*.css").flatMap((file) => newerInStyles(readFileSync(file, "utf8")));
const eachOnce = [...new Set(newerStyles)].sort();

test("scripts use nothing that the oldest browsers lack, but what has its fallback", () => {
  assert.deepEqual(newerScripts, Object.keys(SCRIPTS));
});

test("styles use nothing that the oldest browsers lack, but what has its fallback", () => {
  assert.deepEqual(eachOnce, Object.keys(STYLES));
});

const PLANTED = [
  ["fetch('/', { signal: AbortSignal.timeout(1) });", "AbortSignal.timeout"],
  ["[1].at(-1);", "Array.at"],
  ["[1].findLast(Boolean);", "Array.findLast"],
  ["new CloseWatcher();", "CloseWatcher"],
  ["crypto.randomUUID();", "Crypto.randomUUID"],
  ["document.body.checkVisibility();", "Element.checkVisibility"],
  ["document.body.inert = true;", "HTMLElement.inert"],
  ["Object.hasOwn({}, 'a');", "Object.hasOwn"],
  ["'а'.at(-1);", "String.at"],
  ["Object(1).at(-1);", "at"],
  ["structuredClone({});", "structuredClone"],
];
test("newer functions in a script are found", () => {
  const source = PLANTED.map(([text]) => `{ ${text} }`).join("\n");
  assert.deepEqual(
    newerInScripts(["planted.js"], { "planted.js": source }),
    PLANTED.map(([, name]) => name),
  );
});
test("what old browsers know is not found", () => {
  const source = `'а'.replaceAll('а', 'б'); document.body.replaceChildren(); new AbortController().abort();
    [1].flatMap(String); const at = 1; const value = { at }; value.at;`;
  assert.deepEqual(newerInScripts(["planted.js"], { "planted.js": source }), []);
});

for (const [source, name] of [
  ["a:has(b) { color: red }", ":has"],
  ["a { height: 100dvh }", "dvh"],
  ["a { color: color-mix(in srgb, red, blue) }", "color-mix()"],
  ["a { & b { color: red } }", "nesting"],
  ["a { text-wrap: balance }", "text-wrap"],
  ["@container (min-width: 1px) { a { color: red } }", "@container"],
  ["@media (width > 1px) { a { color: red } }", "media range"],
]) {
  test(`a style with ${name} is found`, () => {
    assert.ok(newerInStyles(source).includes(name));
  });
}
test("what old browsers know of styles is not found", () => {
  assert.deepEqual(newerInStyles("a:is(b) { inset: 0; gap: 1px; width: min(1px, 2vh); color: rgb(0 0 0 / .4) }"), []);
});
