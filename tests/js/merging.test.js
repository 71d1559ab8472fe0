// The merging state of the event's page, without a page and without a server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ERRORS, errorKind, Merging, retryAfter, same } from "../../static/js/autosave/merging.js";

const STORED = { name: "Встреча", format: "", place: "г. Вязьма", countries: ["BY"], participants_total: "10" };

function begin() {
  const values = structuredClone(STORED);
  const merging = new Merging(
    STORED,
    (name) => values[name],
    (name) => name === "participants_total",
  );
  return { values, merging };
}
function answer(merging, fields, { errors = {}, conflicts = {}, stored = {} } = {}) {
  const held = Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
  merging.acknowledge(fields, { stored: { ...STORED, ...held, ...stored }, errors, conflicts });
}

test("options have no order, texts have", () => {
  assert.equal(same(["BY", "DE"], ["DE", "BY"]), true);
  assert.equal(same(["BY"], ["BY", "DE"]), false);
  assert.equal(same("аб", "ба"), false);
});

test("an untouched page sends nothing", () => {
  const { merging } = begin();
  assert.deepEqual(merging.toSend(), []);
  assert.equal(merging.summary(), "saved");
});

test("only the changed field is sent, with what it began from", () => {
  const { values, merging } = begin();
  values.place = "г. Рудня";
  assert.deepEqual(merging.toSend(), ["place"]);
  const { fields, number } = merging.attempt(merging.toSend());
  assert.deepEqual(fields, { place: { value: "г. Рудня", bases: ["г. Вязьма"] } });
  assert.equal(number, 1);
});

test("the name and the format go together", () => {
  const { values, merging } = begin();
  values.name = "Встреча (онлайн)";
  assert.deepEqual(merging.toSend(), ["name", "format"]);
});

test("what was sent without an answer is a base of the next attempt", () => {
  const { values, merging } = begin();
  values.place = "г. Ру";
  merging.attempt(["place"]);
  values.place = "г. Рудня";
  const { fields, number } = merging.attempt(["place"]);
  assert.deepEqual(fields.place.bases, ["г. Вязьма", "г. Ру"]);
  assert.equal(number, 2);
});

test("a text taken back after an attempt without an answer is sent again", () => {
  const { values, merging } = begin();
  values.place = "г. Рудня";
  merging.attempt(["place"]);
  values.place = "г. Вязьма";
  assert.deepEqual(merging.toSend(), ["place"]);
});

test("four attempts without an answer are remembered", () => {
  const { values, merging } = begin();
  for (const text of ["1", "2", "3", "4", "5"]) {
    values.place = text;
    merging.attempt(["place"]);
  }
  assert.deepEqual(merging.basesOf("place"), ["г. Вязьма", "2", "3", "4", "5"]);
});

test("an acknowledged text is no longer sent, and its tidied form is the next base", () => {
  const { values, merging } = begin();
  values.place = "г.  Рудня";
  const { fields } = merging.attempt(merging.toSend());
  answer(merging, fields, { stored: { place: "г. Рудня" } });
  assert.deepEqual(merging.toSend(), []);
  values.place = "г.  Рудня, клуб";
  assert.deepEqual(merging.attempt(["place"]).fields.place.bases, ["г. Рудня"]);
});

test("a text typed on while its beginning was on its way is sent next", () => {
  const { values, merging } = begin();
  values.place = "г. Ру";
  const { fields } = merging.attempt(["place"]);
  values.place = "г. Рудня";
  answer(merging, fields);
  assert.deepEqual(merging.toSend(), ["place"]);
  assert.deepEqual(merging.attempt(["place"]).fields.place.bases, ["г. Ру"]);
});

test("a conflict is sent no more until a person decides", () => {
  const { values, merging } = begin();
  values.place = "мой";
  const { fields } = merging.attempt(["place"]);
  answer(merging, fields, { conflicts: { place: { theirs: "чужой" } } });
  merging.conflicts.add("place");
  assert.deepEqual(merging.toSend(), []);
  assert.equal(merging.summary(), "conflict");
  merging.decide("place", "чужой");
  assert.deepEqual(merging.attempt(merging.toSend()).fields, { place: { value: "мой", bases: ["чужой"] } });
});

test("a conflict decided for the other text leaves nothing to send", () => {
  const { values, merging } = begin();
  values.place = "мой";
  answer(merging, merging.attempt(["place"]).fields, { conflicts: { place: { theirs: "чужой" } } });
  merging.conflicts.add("place");
  merging.decide("place", "чужой");
  values.place = "чужой";
  merging.isShown("place");
  assert.deepEqual(merging.toSend(), []);
  assert.equal(merging.summary(), "saved");
});

test("a value that the server cannot take waits to be mended", () => {
  const { values, merging } = begin();
  values.place = "не место";
  answer(merging, merging.attempt(["place"]).fields, { errors: { place: ["Нет."] } });
  assert.deepEqual(merging.toSend(), []);
  assert.equal(merging.summary(), "wrong");
  merging.wrong.clear();
  assert.deepEqual(merging.toSend(), ["place"]);
});

test("a number that was not understood does not hold up the rest, and is left behind by the button", () => {
  const { values, merging } = begin();
  values.participants_total = "много";
  answer(merging, merging.attempt(["participants_total"]).fields, { errors: { participants_total: ["Нет."] } });
  assert.equal(merging.summary(), "wrong_number");
  assert.deepEqual(Object.keys(merging.toKeep().values), ["participants_total"]);
  merging.isLeaving = true;
  assert.deepEqual(merging.toKeep().values, {});
});

test("what others wrote is taken where nobody here writes", () => {
  const { values, merging } = begin();
  values.place = "мой";
  const news = merging.absorb({ ...STORED, name: "Чужое", place: "чужое" });
  assert.deepEqual(news, [{ name: "name", isTidied: false }]);
  assert.deepEqual(merging.basesOf("place"), ["г. Вязьма"]);
});

test("news of the person's own text without its spaces is told from another's", () => {
  const { values, merging } = begin();
  values.place = "г.  Рудня";
  merging.startFrom("place", ["г. Рудня!"]);
  merging.isShown("place");
  assert.deepEqual(merging.absorb({ ...STORED, place: "г. Рудня" }), [{ name: "place", isTidied: true }]);
});

test("an offered text goes on from all that it began from", () => {
  const { values, merging } = begin();
  merging.startFrom("place", ["старое", "посланное"]);
  values.place = "найденное";
  assert.deepEqual(merging.attempt(merging.toSend()).fields.place.bases, ["старое", "посланное"]);
});

test("what is kept carries its bases", () => {
  const { values, merging } = begin();
  values.place = "г. Рудня";
  assert.deepEqual(merging.toKeep(), { values: { place: "г. Рудня" }, bases: { place: ["г. Вязьма"] } });
});

for (const [given, kind] of [
  [{ status: 200, isRedirect: false }, ERRORS.MALFORMED],
  [{ status: 0, isRedirect: true }, ERRORS.SIGNED_OUT],
  [{ status: 401, state: "signed_out" }, ERRORS.SIGNED_OUT],
  [{ status: 403, state: "key" }, ERRORS.KEY],
  [{ status: 404 }, ERRORS.GONE],
  [{ status: 409, state: "other_person" }, ERRORS.OTHER_PERSON],
  [{ status: 409, state: "refused" }, ERRORS.REFUSED],
  [{ status: 409, state: "deleted" }, ERRORS.DELETED],
  [{ status: 413, state: "too_large" }, ERRORS.TOO_BIG],
  [{ status: 500 }, ERRORS.SERVER],
  [{ status: 503, state: "no_room" }, ERRORS.NO_ROOM],
  [{ status: 503, state: "refused" }, ERRORS.SERVER],
]) {
  test(`an answer ${JSON.stringify(given)} is ${kind}`, () => {
    assert.equal(errorKind(given), kind);
  });
}

test("what passes by itself is tried again, each time later, at last every 15 seconds", () => {
  for (const kind of [ERRORS.OFFLINE, ERRORS.LATE, ERRORS.SERVER, ERRORS.NO_ROOM]) {
    const waits = [0, 1, 2, 3, 9].map((failures) => retryAfter(kind, failures));
    assert.deepEqual(waits, [2000, 4000, 8000, 15000, 15000]);
  }
});

test("a new key is tried once, at once", () => {
  assert.equal(retryAfter(ERRORS.KEY, 0), 0);
  assert.equal(retryAfter(ERRORS.KEY, 1), null);
});

test("where a person has to do something first, nothing is tried again", () => {
  const { OFFLINE, LATE, SERVER, NO_ROOM, KEY, ...rest } = ERRORS;
  for (const kind of Object.values(rest)) assert.equal(retryAfter(kind, 0), null, kind);
});
