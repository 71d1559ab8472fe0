// @ts-check
// What the server did not take as it was, said where it stands, each with the way on: two people in
// one field, one person in two tabs, a value that is no number, a refusal of the whole.

import { keep } from "./kept-texts.js";
import { ERRORS } from "./merging.js";
import {
  button,
  element,
  explain,
  firstControl,
  heading,
  icon,
  labelOf,
  merging,
  note,
  paragraph,
  placeOf,
  plainPost,
  read,
  tell,
  typed,
  write,
} from "./page.js";

/** Above the field, as the server puts them and in the place of what it has put. @param {string} name @param {string[]} texts */
function showErrors(name, texts) {
  const place = placeOf(name);
  if (!place) return;
  const said = [...place.querySelectorAll(".invalid-feedback")];
  for (const error of said.filter((one) => !one.closest(".remark"))) error.remove();
  const control = firstControl(name);
  control.classList.toggle("is-invalid", texts.length > 0);
  if (texts.length === 0) {
    control.removeAttribute("aria-invalid");
    return;
  }
  control.setAttribute("aria-invalid", "true");
  const error = element("p", "invalid-feedback");
  error.setAttribute("role", "alert");
  error.append(icon("alert"), element("span", "", texts.join(" ")));
  (control.closest(".form-check-inline-set, .with-button") ?? control).before(error);
  place.closest("details")?.setAttribute("open", "");
}
/** Said and taken all the same. @param {Record<string, string>} doubts */
export function showDoubts(doubts) {
  for (const [name, text] of Object.entries(doubts)) {
    const place = placeOf(name);
    place?.querySelector(".autosave-doubt")?.remove();
    if (text) place?.append(element("p", "autosave-doubt findings", text));
  }
}

/** @param {string} title @param {[string, boolean][]} parts */
function side(title, parts) {
  const made = element("div");
  const text = element("p", "typed");
  for (const [words, differs] of parts) text.append(differs ? element("mark", "", words) : words);
  made.append(heading(title), text);
  return made;
}
/** @param {string} name @param {FieldConflict} conflict */
function showConflict(name, { theirs, by, at, mine_parts, their_parts }) {
  if (merging.conflicts.has(name)) return;
  merging.conflicts.add(name);
  const mine = read(name);
  const box = element("div", "note note-warning conflict");
  const sides = element("div", "conflict-sides");
  sides.append(
    side("Ваш текст", mine_parts ?? [[String(mine), true]]),
    side("Сохраненный текст", their_parts ?? [[String(theirs), true]]),
  );
  const decide = () => {
    box.remove();
    merging.decide(name, theirs);
  };
  const takeMine = () => {
    decide();
    tell("svod:decided", null);
  };
  const takeTheirs = () => {
    decide();
    write(name, theirs);
    merging.isShown(name);
    offerBack(name, mine);
    tell("svod:decided", null);
  };
  box.append(
    heading(`Поле «${labelOf(name)}» одновременно изменили вы и ${by || "кто-то еще"} (${at})`),
    sides,
    paragraph("Можно взять один из текстов или дописать свой в поле и сохранить его."),
    button("Сохранить то, что в поле", takeMine),
    button("Взять сохраненный текст", takeTheirs),
  );
  placeOf(name)?.after(box);
}
/** @param {string} name @param {FieldValue} mine */
function offerBack(name, mine) {
  const undo = note("info", "Взят сохраненный текст.");
  undo.append(
    button("Вернуть свой текст", () => {
      undo.remove();
      write(name, mine);
      tell("svod:decided", null);
    }),
  );
  placeOf(name)?.after(undo);
}
/** The person's own words from another tab: the later ones hold, the earlier are not hidden.
 * @param {string} name @param {FieldValue} value */
function showReplaced(name, value) {
  const box = note("info", `В другой вкладке вы написали в поле «${labelOf(name)}» иначе:`);
  const take = () => {
    box.remove();
    write(name, value);
    tell("svod:decided", null);
  };
  box.append(
    typed(value),
    button("Оставить текст из другой вкладки", take),
    button("Оставить текст из поля", () => box.remove()),
  );
  placeOf(name)?.after(box);
}

/** @param {string} url */
async function restore(url) {
  try {
    await plainPost(url);
  } catch {
    // The attempt to save says what is wrong.
  }
  tell("svod:resume", null);
}
/** For each refusal the reason, and one action that goes on. Signing in is presence.js.
 * @param {OwnEvents["svod:refused"]} refusal */
function showRefusal({ kind, message, restoreUrl }) {
  const kept = keep()
    ? "Ваш текст остался на этой странице и на этом компьютере."
    : "Ваш текст остался только на этой странице, не закрывайте ее.";
  const again = button("Сохранить снова", () => tell("svod:resume", null));
  if (kind === ERRORS.DELETED) {
    explain(
      `${message} ${kept}`,
      button("Вернуть мероприятие и сохранить", () => restore(/** @type {string} */ (restoreUrl))),
    );
  } else if (kind === ERRORS.REFUSED) {
    explain(`${message} ${kept}`, again);
  } else if (kind === ERRORS.GONE) {
    explain(`Этого мероприятия больше нет. ${kept}`, again);
  } else if (kind === ERRORS.TOO_BIG) {
    explain(
      `Текст слишком большой для одного мероприятия. ${kept} Сократите его или разделите на два мероприятия.`,
      again,
    );
  } else if (kind === ERRORS.MALFORMED) {
    explain(`Сервер не принял текст. ${kept}`, again);
  }
}

document.addEventListener("svod:saved", ({ detail }) => {
  for (const name of merging.names) showErrors(name, detail.errors[name] ?? []);
  showDoubts(detail.doubts);
  for (const [name, conflict] of Object.entries(detail.conflicts)) showConflict(name, conflict);
  for (const [name, value] of Object.entries(detail.replaced)) showReplaced(name, value);
});
document.addEventListener("svod:refused", ({ detail }) => showRefusal(detail));
