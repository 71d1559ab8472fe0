// What our scripts and styles use that the oldest browsers do not know, by MDN's compatibility data.
// Scripts are read through TypeScript, which knows whose method it is; styles through css-tree.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as csstree from "css-tree";
import ts from "typescript";

export const OLDEST = { chrome: 90, firefox: 91 };
const mdn = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@mdn/browser-compat-data"), "utf8"));

const version = (/** @type {unknown} */ text) => Number.parseFloat(String(text).replace("≤", ""));
/** Whether each of the oldest browsers has the feature without a flag or a prefix. */
function isKnown({ __compat: compat }) {
  return Object.entries(OLDEST).every(([browser, oldest]) => {
    const statements = [compat?.support[browser] ?? []].flat();
    return statements.some((one) => {
      if (one.flags || one.prefix || one.alternative_name || version(one.version_removed) <= oldest) return false;
      return version(one.version_added) <= oldest;
    });
  });
}
const isNewer = (feature) => feature?.__compat !== undefined && !isKnown(feature);

// Scripts

const TABLES = [mdn.api, mdn.javascript.builtins];
const member = (owner, name) => {
  for (const table of TABLES) {
    const found = table[owner]?.[name] ?? table[owner]?.[`${name}_static`];
    if (found?.__compat) return found;
  }
  return undefined;
};
/** Every feature that has this name, whoever owns it. */
const members = (name) =>
  TABLES.flatMap((table) => Object.keys(table).map((owner) => member(owner, name))).filter(Boolean);

/** The type and all that it is made of: HTMLElement, Element, Node. */
function owners(checker, type, found = new Set()) {
  for (const part of type.isUnionOrIntersection() ? type.types : [type]) {
    const apparent = checker.getApparentType(part);
    if (!apparent.symbol || found.has(apparent.symbol.name)) continue;
    found.add(apparent.symbol.name.replace(/Constructor$/, ""));
    for (const base of apparent.getBaseTypes?.() ?? []) owners(checker, base, found);
  }
  return found;
}
function newInAccess(checker, node) {
  const name = node.name.text;
  const type = checker.getTypeAtLocation(node.expression);
  const symbol = checker.getSymbolAtLocation(node.name);
  if (!symbol) {
    // Of no known type: newer only when nobody's method of this name is old.
    const all = members(name);
    return all.length > 0 && all.every(isNewer) ? name : null;
  }
  if (symbol.declarations?.every((one) => !one.getSourceFile().isDeclarationFile)) return null;
  const names = [...owners(checker, type)];
  if (ts.isIdentifier(node.expression)) names.unshift(node.expression.text);
  const owner = names.find((one) => member(one, name));
  return owner && isNewer(member(owner, name)) ? `${owner}.${name}` : null;
}
function newInName(checker, node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return null;
  const declared = checker.getSymbolAtLocation(node)?.declarations ?? [];
  // What nobody declares may be newer than TypeScript.
  if (!declared.every((one) => one.getSourceFile().isDeclarationFile)) return null;
  const feature = TABLES.map((table) => table[node.text]).find((one) => one?.__compat);
  return isNewer(feature) ? node.text : null;
}
/** Names such as «AbortSignal.timeout», each once. @param {string[]} files @param {object} [sources] text by file */
export function newerInScripts(files, sources = {}) {
  const options = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    types: [],
    strict: false,
    target: ts.ScriptTarget.ESNext,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => sources[name] ?? readFile.call(host, name);
  host.fileExists = (name) => name in sources || fileExists.call(host, name);
  host.getSourceFile = (name, version) =>
    name in sources ? ts.createSourceFile(name, sources[name], version, true) : getSourceFile.call(host, name, version);
  const program = ts.createProgram(files, options, host);
  const checker = program.getTypeChecker();
  const found = new Set();
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node)) found.add(newInAccess(checker, node));
    else if (ts.isIdentifier(node)) found.add(newInName(checker, node));
    else if (ts.isClassStaticBlockDeclaration(node)) found.add("class static block");
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) visit(file);
  found.delete(null);
  return [...found].sort();
}

// Styles

const DYNAMIC_UNITS = /^[dsl]v(h|w|b|i|min|max)$/;
/** All features of this name somewhere below. */
function below(tree, name) {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (key === "__compat" || typeof value !== "object") return [];
    return [...(key === name ? [value] : []), ...below(value, name)];
  });
}
function newInStyle(node, declaration) {
  const { name } = node;
  if (node.type === "Declaration" && isNewer(mdn.css.properties[node.property])) return node.property;
  if (node.type === "Identifier" && declaration && isNewer(mdn.css.properties[declaration.property]?.[name])) {
    return `${declaration.property}: ${name}`;
  }
  if (node.type === "Function") {
    const all = below(mdn.css.types, name);
    return all.length && all.every(isNewer) ? `${name}()` : null;
  }
  if (node.type === "Dimension" && DYNAMIC_UNITS.test(node.unit)) return node.unit;
  if (node.type === "Atrule" && isNewer(mdn.css["at-rules"][name])) return `@${name}`;
  if (node.type === "FeatureRange") return "media range";
  if (node.type === "NestingSelector") return "nesting";
  const isPseudo = node.type === "PseudoClassSelector" || node.type === "PseudoElementSelector";
  return isPseudo && isNewer(mdn.css.selectors[name]) ? `:${name}` : null;
}
/** Names such as «:has» or «100dvh», each once. @param {string} text of a style sheet */
export function newerInStyles(text) {
  const found = new Set();
  csstree.walk(csstree.parse(text), function (node) {
    found.add(newInStyle(node, this.declaration));
  });
  found.delete(null);
  return [...found].sort();
}
