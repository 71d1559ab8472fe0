// @ts-check
// What the page knows of every field: what the server held, what was sent, what has no answer yet.
// Here is decided what to send, what an answer changes, and when to try again. Nothing here touches
// the page or the server: `node --test tests/js` runs it as it is.

const REMEMBERED = 4; // attempts without an answer
// A typed online mark becomes the format, so neither goes without the other.
const TOGETHER = ["name", "format"];
const RETRIES = [2000, 4000, 8000, 15000]; // milliseconds

/** What may come of an attempt besides «saved». The values stand in `svod:refused`. */
export const ERRORS = Object.freeze({
  OFFLINE: "offline", // the server was not reached
  LATE: "late", // no answer in time; it may have been saved
  SERVER: "server", // 5xx
  NO_ROOM: "no_room", // 5xx: the server's disk is full
  KEY: "key", // the form's key is out of date: somebody signed in in another tab
  SIGNED_OUT: "signed_out",
  OTHER_PERSON: "other_person", // somebody else is signed in in this browser
  DELETED: "deleted", // the event was, and can be restored
  REFUSED: "refused", // the procedure does not allow it now; the answer says why
  GONE: "gone", // 404
  TOO_BIG: "too_big", // 413
  MALFORMED: "malformed", // anything else
});
// What the server calls by its name in the answer's `state`.
/** @type {string[]} */
const NAMED = [ERRORS.KEY, ERRORS.SIGNED_OUT, ERRORS.OTHER_PERSON, ERRORS.DELETED, ERRORS.REFUSED];
// What passes by itself.
/** @type {string[]} */
const PASSING = [ERRORS.OFFLINE, ERRORS.LATE, ERRORS.SERVER, ERRORS.NO_ROOM];

/** The kind of an answer that is not «saved»; `isRedirect` is one to the page of signing in.
 * @param {{status: number, state?: string, isRedirect?: boolean}} answer */
export function errorKind({ status, state, isRedirect = false }) {
  if (status >= 500) return state === ERRORS.NO_ROOM ? ERRORS.NO_ROOM : ERRORS.SERVER;
  if (state && NAMED.includes(state)) return state;
  if (isRedirect) return ERRORS.SIGNED_OUT;
  if (status === 404) return ERRORS.GONE;
  return status === 413 ? ERRORS.TOO_BIG : ERRORS.MALFORMED;
}

/** The one rule of trying again: milliseconds to wait, or null when a person has to do something first.
 * @param {string} kind of the last error
 * @param {number} failures in a row before it */
export function retryAfter(kind, failures) {
  // The cookie has the new key already.
  if (kind === ERRORS.KEY) return failures === 0 ? 0 : null;
  if (!PASSING.includes(kind)) return null;
  return RETRIES[Math.min(failures, RETRIES.length - 1)];
}

/** @param {FieldValue} value */
const plain = (value) => (Array.isArray(value) ? [...value].sort().join("\u0000") : value);
/** Options have no order. @param {FieldValue} a @param {FieldValue} b */
export const same = (a, b) => plain(a) === plain(b);

export class Merging {
  isStopped = false; // nothing is sent until the person has done something
  isLeaving = false; // a button has been pressed
  isForgotten = false; // the person is signing out
  number = 0; // of the attempt: a late one must not undo the next
  /** @type {Set<string>} */
  conflicts = new Set(); // fields in which two people have written
  /** @type {Set<string>} */
  wrong = new Set(); // fields that the server cannot take as they are

  /**
   * @param {FieldValues} stored what the server held when the page was made
   * @param {(name: string) => FieldValue} read what a field holds now
   * @param {(name: string) => boolean} isNumber whether it is a field for a number
   */
  constructor(stored, read, isNumber = () => false) {
    this.names = Object.keys(stored);
    this.read = read;
    this.isNumber = isNumber;
    this.base = { ...stored }; // what the server held when this page last knew it
    this.shown = { ...stored }; // what the control held then
    /** @type {Record<string, FieldValue[]>} */
    this.unanswered = {}; // sent, and perhaps saved
    for (const name of this.names) this.unanswered[name] = [];
  }

  /** What was sent without an answer may be on the server, so taking it back has to be sent, too.
   * @param {string} name */
  isDirty(name) {
    return !same(this.read(name), this.shown[name]) || this.unanswered[name].length > 0;
  }
  dirty() {
    return this.names.filter((name) => this.isDirty(name));
  }
  /** @param {string} name */
  isUnreadNumber(name) {
    return this.wrong.has(name) && this.isNumber(name);
  }
  /** Names of the fields that the next attempt takes. */
  toSend() {
    const names = this.dirty().filter((name) => !this.conflicts.has(name) && !this.wrong.has(name));
    return TOGETHER.some((name) => names.includes(name)) ? [...new Set([...names, ...TOGETHER])] : names;
  }
  /** @param {string} name */
  basesOf(name) {
    return [this.base[name], ...this.unanswered[name]];
  }
  /** What goes to the server now; from here on it may be saved there.
   * @param {string[]} names */
  attempt(names) {
    this.number += 1;
    /** @type {Record<string, SentValue>} */
    const fields = Object.fromEntries(
      names.map((name) => [name, { value: this.read(name), bases: this.basesOf(name) }]),
    );
    for (const [name, { value }] of Object.entries(fields)) {
      const others = this.unanswered[name].filter((earlier) => !same(earlier, value));
      this.unanswered[name] = [...others, value].slice(-REMEMBERED);
    }
    return { fields, number: this.number };
  }
  /** The server has answered an attempt: what it took is its own from now on.
   * @param {Record<string, SentValue>} fields of the attempt
   * @param {SavedAnswer} answer */
  acknowledge(fields, answer) {
    for (const [name, { value }] of Object.entries(fields)) {
      if (answer.errors[name]) this.wrong.add(name);
      if (answer.errors[name] || answer.conflicts[name]) continue;
      this.shown[name] = value;
      this.base[name] = answer.stored[name];
      this.unanswered[name] = [];
    }
  }
  /** What others have changed in fields that nobody here is writing in. Returns what the page is to
   * show; `isTidied` is the person's own text, without its superfluous spaces.
   * @param {FieldValues} stored */
  absorb(stored) {
    const news = this.names.filter((name) => !same(stored[name], this.base[name]) && !this.isDirty(name));
    return news.map((name) => {
      const isTidied = !same(this.read(name), this.base[name]);
      this.base[name] = stored[name];
      return { name, isTidied };
    });
  }
  /** The control holds what the server holds. @param {string} name */
  isShown(name) {
    this.shown[name] = this.read(name);
  }
  /** The field goes on from these. @param {string} name @param {FieldValue[]} bases */
  startFrom(name, bases) {
    const [base, ...unanswered] = bases;
    Object.assign(this.base, { [name]: base });
    Object.assign(this.shown, { [name]: base });
    this.unanswered[name] = unanswered;
  }
  /** A conflict is decided: what stands in the field replaces `theirs`, which has been seen.
   * @param {string} name @param {FieldValue} theirs */
  decide(name, theirs) {
    this.conflicts.delete(name);
    this.startFrom(name, [theirs]);
  }
  /** What this browser keeps until the server has it. */
  toKeep() {
    // A number that was not understood has been told of; who leaves by the button leaves it behind.
    const names = this.dirty().filter((name) => !(this.isLeaving && this.isUnreadNumber(name)));
    const values = Object.fromEntries(names.map((name) => [name, this.read(name)]));
    return { values, bases: Object.fromEntries(names.map((name) => [name, this.basesOf(name)])) };
  }
  /** What can be said of all fields together when nothing is on its way. */
  summary() {
    if (this.conflicts.size) return "conflict";
    if ([...this.wrong].some((name) => !this.isUnreadNumber(name))) return "wrong";
    if (this.wrong.size && this.dirty().every((name) => this.isUnreadNumber(name))) return "wrong_number";
    return this.dirty().length === 0 ? "saved" : "unsaved";
  }
}
