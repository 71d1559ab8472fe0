// The events that our scripts send one another, all of them on `document`, and the shapes of what
// they carry. Who listens needs no import; `tsc` knows the names and the details from here.

/** What a field holds: a text, or the chosen options in any order. */
type FieldValue = string | string[];
type FieldValues = Record<string, FieldValue>;

/** A value that was sent, with every value that the server may hold without a conflict. */
interface SentValue {
  value: FieldValue;
  bases: FieldValue[];
}

/** Two people have written in one field; `parts` are pieces of a text, and whether each differs. */
interface FieldConflict {
  theirs: FieldValue;
  by: string;
  at: string;
  mine_parts?: [string, boolean][];
  their_parts?: [string, boolean][];
}

/** The server's answer to an attempt that it took. */
interface SavedAnswer {
  stored: FieldValues;
  errors: Record<string, string[]>;
  conflicts: Record<string, FieldConflict>;
  replaced: FieldValues;
  doubts: Record<string, string>;
}

/** A hint on a text: the words from `start` to `end`, and what may stand there instead. */
interface Finding {
  rule: string;
  start: number;
  end: number;
  words: string;
  /** The rule and the words: by it a hint is hidden. */
  key: string;
  message: string;
  replacement: string | null;
}

/** Findings and suggestions for all texts of the event. */
interface FindingsAnswer {
  findings: Record<string, Finding[]>;
  untold: Record<string, number>;
  suggestions: { format: string; category: string; countries: string[] };
  /** The row as it will be printed, by the column. */
  printed: Record<string, string>;
}

interface OwnEvents {
  /** A person has decided about a field (a conflict, an offered text): keep it, and send it soon. */
  "svod:decided": null;
  /** The server has taken an attempt; what it did not take of it stands in `errors` and `conflicts`. */
  "svod:saved": SavedAnswer;
  /** The server refuses, and trying again does not help: saving stops until `svod:resume`.
   * `kind` is one of `ERRORS` in autosave/merging.js. */
  "svod:refused": { kind: string; message?: string; restoreUrl?: string };
  /** The person has done what was asked for: saving goes on. */
  "svod:resume": null;
  /** The server holds a later state than this page knows; `isOwn` when it came from this browser. */
  "svod:newer": { stored: FieldValues; version: number; isOwn: boolean };
  /** Hints and suggestions have come for the texts as they are now. */
  "svod:findings": FindingsAnswer;
  /** The person is signing out and lets what is not saved go: nothing is kept any more. */
  "svod:forget": null;
}

// Besides, an `input` event with `detail.written` says that a script wrote the field, not a person.

type OwnCustomEvents = { [Name in keyof OwnEvents]: CustomEvent<OwnEvents[Name]> };
interface DocumentEventMap extends OwnCustomEvents {}
