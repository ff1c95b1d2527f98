import { createIdMaker } from './id.ts';
import { refuse } from './refused.ts';
import { readSchema, readToolingSchema, type Schema } from './schema.ts';
import { wholeSecond } from './stamp.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import {
  createJournal,
  createTable,
  type Fields,
  type Journal,
  type Row,
  type Table,
} from './tables.ts';

/** A row as rules see it: every field by its API name, null where empty. */
export type RowValues = Readonly<Record<string, unknown>>;

export interface ValidationRule {
  readonly object: string;
  /** The admin's message refuses the row; undefined lets it pass. */
  readonly check: (row: RowValues) => string | undefined;
}

export interface Flow {
  readonly object: string;
  /** Runs before the save, in its transaction; what it returns replaces values. */
  readonly change: (row: RowValues) => Fields | undefined;
}

export interface Commit {
  /** The row it changes. */
  readonly id: string;
  /** When its transaction began: what its rows are stamped with. Unix ms. */
  readonly startedAt: number;
  /** When its rows become visible, Unix ms. */
  readonly at: number;
  /** Values it holds already: a unique one is taken before it shows. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly apply: () => void;
}

/** All that one org is. */
export interface World {
  /** Unix ms. */
  readonly now: () => number;
  readonly switches: Switches;
  readonly schema: Schema;
  readonly toolingSchema: Schema;
  readonly journal: Journal;
  readonly currencies: readonly string[];
  /** From 0 to 1, repeatable by seed. */
  readonly random: () => number;
  readonly nextId: (prefix: string) => string;
  table(object: string): Table;
  readonly validations: ValidationRule[];
  readonly flows: Flow[];
  /** Rows that sharing keeps from the integration user. */
  readonly unshared: Set<string>;
  /** Row id to the instant its lock falls, in Unix ms. */
  readonly locks: Map<string, number>;
  /** Stamped already, not yet to be seen. */
  readonly commits: Commit[];
  /** Profile name to `object.field` in lower case. */
  readonly fieldRules: Map<string, Map<string, 'hidden' | 'readOnly'>>;
  /** Moves with every change of permissions, fields or values. */
  metadataVersion: number;
  /** Whole second of the last change of metadata, Unix ms. */
  metadataChangedAt: number;
  integrationUserId: string;
  organizationId: string;
  touchMetadata(): void;
  /** Carries out what was due to become visible by now. */
  settle(): void;
}

export interface WorldOptions {
  readonly now: () => number;
  readonly seed?: number;
  readonly switches?: Partial<Switches>;
  readonly currencies?: readonly string[];
}

/** The small generator "mulberry32": enough to shuffle, and the same for the same seed. */
const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const createWorld = (options: WorldOptions): World => {
  const seed = options.seed ?? 1;
  const currencies = options.currencies ?? ['USD'];
  const schema = readSchema(currencies);
  const toolingSchema = readToolingSchema();
  const journal = createJournal();
  const tables = new Map<string, Table>();
  const commits: Commit[] = [];
  const world: World = {
    now: options.now,
    switches: { ...DEFAULT_SWITCHES, ...options.switches },
    schema,
    toolingSchema,
    journal,
    currencies,
    random: createRandom(seed),
    nextId: createIdMaker(seed),
    table: (object) => {
      const key = object.toLowerCase();
      const known = tables.get(key);
      if (known !== undefined) return known;
      const definition = schema.get(key) ?? toolingSchema.get(key);
      if (definition === undefined) {
        throw refuse('INVALID_TYPE', `sObject type '${object}' is not supported.`);
      }
      const table = createTable(definition, journal);
      tables.set(key, table);
      return table;
    },
    validations: [],
    flows: [],
    unshared: new Set(),
    locks: new Map(),
    commits,
    fieldRules: new Map(),
    metadataVersion: 1,
    metadataChangedAt: wholeSecond(options.now()),
    integrationUserId: '',
    organizationId: '',
    touchMetadata: () => {
      world.metadataVersion += 1;
      world.metadataChangedAt = wholeSecond(options.now());
    },
    settle: () => {
      const now = options.now();
      const due = commits.filter((commit) => commit.at <= now);
      if (due.length === 0) return;
      const waiting = commits.filter((commit) => commit.at > now);
      commits.splice(0, commits.length, ...waiting);
      for (const commit of due) commit.apply();
    },
  };
  return world;
};

export const isVisibleTo = (world: World, row: Row, userId: string): boolean =>
  userId !== world.integrationUserId || !world.unshared.has(row.id);
