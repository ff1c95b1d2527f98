import { z } from 'zod';
import { isSyncError } from '#core/failures/sync-error.ts';
import type { CrmValue, EnsureOutcome } from '#core/ports/crm-system.ts';
import type { Answer, SalesforceClient } from './client.ts';
import { writeFailure } from './errors.ts';
import { joinFailures } from './failures.ts';
import { toId18 } from './ids.ts';
import type { ReadRows } from './read-rows.ts';
import { quote } from './soql.ts';

export type KeyedObject = 'Account' | 'Contact' | 'Task';
export type Body = Readonly<Record<string, CrmValue | null>>;

export interface KeyedRecord {
  readonly object: KeyedObject;
  readonly keyField: string;
  readonly key: string;
  readonly body: Body;
  /** A body that leaves out what was refused, or undefined when nothing can be done; asked once. */
  readonly repair: (answer: Answer, body: Body) => Body | undefined;
}

export interface KeyedOptions {
  readonly client: SalesforceClient;
  readonly rows: ReadRows;
}

export const Candidate = z.looseObject({
  Id: z.string(),
  IsDeleted: z.boolean(),
  MasterRecordId: z.string().nullish(),
});
export type Candidate = z.infer<typeof Candidate>;

const Created = z.object({ id: z.string() });
const Detected = z.array(
  z.object({
    duplicateResult: z
      .object({
        matchResults: z.array(
          z.object({
            entityType: z.string(),
            matchRecords: z.array(z.object({ record: z.object({ Id: z.string() }) })),
          }),
        ),
      })
      .optional(),
  }),
);

/** A merge of a merge of … at most. */
const MOST_MERGES = 5;

/** The records a duplicate rule points at, of the same kind. */
const duplicatesIn = (body: unknown, object: KeyedObject): ReadonlySet<string> => {
  const parsed = Detected.safeParse(body);
  if (!parsed.success) return new Set();
  return new Set(
    parsed.data
      .flatMap((one) => one.duplicateResult?.matchResults ?? [])
      .filter((result) => result.entityType === object)
      .flatMap((result) => result.matchRecords.map((match) => toId18(match.record.Id))),
  );
};

/** Tasks cannot be merged. */
export const candidateFields = (object: KeyedObject): readonly string[] =>
  object === 'Task' ? ['Id', 'IsDeleted'] : ['Id', 'IsDeleted', 'MasterRecordId'];

const refused = (answer: Answer): EnsureOutcome => {
  const failure = writeFailure(answer.status, answer.failures);
  if (failure.kind === 'refused')
    return { kind: 'refused', words: failure.words, code: failure.code };
  const { words, code } = joinFailures(answer.failures);
  return { kind: 'refused', words, code };
};

export const createKeyedRecords = ({ client, rows }: KeyedOptions) => {
  const query = async (object: KeyedObject, condition: string): Promise<readonly Candidate[]> => {
    const soql = `SELECT ${candidateFields(object).join(', ')} FROM ${object} WHERE ${condition} LIMIT 10`;
    const { records } = await rows.queryAll(soql, `find ${object.toLowerCase()}`);
    return z.array(Candidate).parse(records);
  };

  /** The living record behind a found one: itself, or what it was merged into (reference SF §12). */
  const follow = async (object: KeyedObject, found: Candidate): Promise<string | undefined> => {
    let at: Candidate | undefined = found;
    for (let merges = 0; at !== undefined && merges <= MOST_MERGES; merges += 1) {
      if (!at.IsDeleted) return toId18(at.Id);
      const master: string | null | undefined = at.MasterRecordId;
      if (master === null || master === undefined) return undefined;
      [at] = await query(object, `Id = ${quote(master)}`);
    }
    return undefined;
  };

  const findByKey = async (record: KeyedRecord): Promise<string | undefined> => {
    const found = await query(record.object, `${record.keyField} = ${quote(record.key)}`);
    const [best] = found.toSorted((one, other) => Number(one.IsDeleted) - Number(other.IsDeleted));
    return best === undefined ? undefined : follow(record.object, best);
  };

  const post = async (record: KeyedRecord, body: Body): Promise<Answer> =>
    client.call({
      method: 'POST',
      path: `/sobjects/${record.object}`,
      body,
      label: `create ${record.object.toLowerCase()}`,
      isWrite: true,
    });

  /** A reply that was lost leaves one question, and the key answers it; only then is it sent once more. */
  const postOnce = async (record: KeyedRecord, body: Body): Promise<Answer | string> => {
    try {
      return await post(record, body);
    } catch (error) {
      if (!isSyncError(error, 'UNKNOWN_RESULT')) throw error;
      return (await findByKey(record)) ?? post(record, body);
    }
  };

  const conclude = async (record: KeyedRecord, answer: Answer): Promise<EnsureOutcome> => {
    const { object } = record;
    if (answer.status < 300) {
      return { kind: 'created', id: toId18(Created.parse(answer.body).id) };
    }
    const codes = answer.failures.map((one) => one.code);
    if (codes.includes('DUPLICATE_VALUE')) {
      const id = await findByKey(record);
      if (id !== undefined) return { kind: 'found', id };
    }
    if (codes.includes('DUPLICATES_DETECTED')) {
      const [only, ...others] = duplicatesIn(answer.body, object);
      if (only !== undefined && others.length === 0) return { kind: 'found', id: only };
    }
    return refused(answer);
  };

  return {
    follow,
    findByKey,
    /** Made, or found by its key; the CRM's own unique field decides a race. */
    ensure: async (record: KeyedRecord): Promise<EnsureOutcome> => {
      let answer = await postOnce(record, record.body);
      if (typeof answer !== 'string' && answer.status >= 300) {
        const repaired = record.repair(answer, record.body);
        if (repaired !== undefined) answer = await postOnce(record, repaired);
      }
      return typeof answer === 'string' ? { kind: 'found', id: answer } : conclude(record, answer);
    },
  };
};
export type KeyedRecords = ReturnType<typeof createKeyedRecords>;
