import { z } from 'zod';
import type { ProvisionState, ProvisionStep } from '#core/ports/provisioner.ts';
import { attempt, isTaken, stepOf, type Attempt } from './attempt.ts';
import { parseReply, type ProvisionApi } from './provision-api.ts';

export interface RowWrite {
  readonly what: string;
  readonly row: {
    readonly attributes: { readonly type: string };
    readonly [field: string]: unknown;
  };
}

export interface RowsRequest {
  readonly method: 'post' | 'patch';
  readonly rows: readonly RowWrite[];
  /** Of a row that was written. */
  readonly state: ProvisionState;
}

/** Reference SF §10. */
const ROWS_PER_CALL = 200;

const RowOutcome = z.looseObject({
  success: z.boolean(),
  errors: z.array(z.looseObject({ statusCode: z.string(), message: z.string() })).nullish(),
});
const RowOutcomes = z.array(RowOutcome);

const attemptOf = (outcome: z.infer<typeof RowOutcome> | undefined): Attempt<undefined> => {
  if (outcome?.success === true) return { kind: 'done', value: undefined };
  const errors = outcome?.errors ?? [];
  if (errors.some((error) => isTaken(error.statusCode))) return { kind: 'taken' };
  const words = errors.map((error) => error.message).join(' · ');
  return { kind: 'refused', words: words === '' ? 'Salesforce gave no reason.' : words };
};

/** Writes rows by collection, a refused one leaving its neighbours alone; one step each, in order. */
export const writeRows = async (
  api: ProvisionApi,
  { method, rows, state }: RowsRequest,
): Promise<readonly ProvisionStep[]> => {
  const steps: ProvisionStep[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_CALL) {
    const slice = rows.slice(start, start + ROWS_PER_CALL);
    const body = { allOrNone: false, records: slice.map((write) => write.row) };
    const sent = await attempt(async () =>
      parseReply(RowOutcomes, await api[method]('/composite/sobjects', body)),
    );
    for (const [index, { what }] of slice.entries()) {
      const outcome = sent.kind === 'done' ? attemptOf(sent.value[index]) : sent;
      steps.push(stepOf(what, state, outcome));
    }
  }
  return steps;
};
