import type { Answer } from '#test/sandbox/server.ts';
import type { Body } from './body.ts';
import { refuse, Refused, type ApiError } from './refused.ts';
import { isRecord, requireBody, toRowErrors, type RestRequest } from './request.ts';
import type { World } from './world.ts';

export interface Done {
  readonly id: string;
  readonly created?: boolean;
}
type Outcome =
  { readonly done: Done } | { readonly id?: string; readonly errors: readonly ApiError[] };

/** Rows per call (SF §10). */
export const MAX_ROWS = 200;

const ROLLED_BACK: ApiError = {
  errorCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message:
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

export const tooMany = (limit: number): Refused =>
  refuse('INVALID_INPUT', `The number of records exceeds the limit of ${limit}`);

export const readRecords = (request: RestRequest): readonly Body[] => {
  const { records } = requireBody(request);
  if (!Array.isArray(records)) throw refuse('JSON_PARSER_ERROR', 'records: an array is required');
  if (records.length > MAX_ROWS) throw tooMany(MAX_ROWS);
  return records.filter(isRecord);
};

const toResult = (outcome: Outcome): unknown => {
  if (!('done' in outcome)) {
    const { id, errors } = outcome;
    return { ...(id === undefined ? {} : { id }), success: false, errors: toRowErrors(errors) };
  }
  const { id, created } = outcome.done;
  return { id, success: true, errors: [], ...(created === undefined ? {} : { created }) };
};

/** One outcome per step, in order, with status 200 whatever they are. */
export const runSteps = (
  world: World,
  steps: readonly (() => Done)[],
  allOrNone: boolean,
): Answer => {
  const attempt = (step: () => Done): Outcome => {
    try {
      return { done: world.journal.transact(step) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { errors: error.errors };
    }
  };
  let outcomes: readonly Outcome[] = [];
  try {
    world.journal.transact(() => {
      outcomes = steps.map(attempt);
      if (allOrNone && outcomes.some((outcome) => !('done' in outcome))) {
        throw new Refused(200, [ROLLED_BACK]);
      }
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    outcomes = outcomes.map((outcome) =>
      'done' in outcome ? { id: outcome.done.id, errors: [ROLLED_BACK] } : outcome,
    );
  }
  return { status: 200, body: outcomes.map(toResult) };
};
