import Big from 'big.js';
import type { StageMove } from '#core/lead/stage.ts';
import type { PartnerCapabilities, PartnerChange } from '#core/ports/partner-system.ts';
import { fromCloseDate } from './close-date.ts';

/** `remove` is not taken, `add` only appends to lists (reference PC §11.1). */
interface PatchOperation {
  readonly op: 'replace';
  readonly path: string;
  readonly value: unknown;
}

export interface PatchContext {
  readonly timeZone: string;
  readonly capabilities: Pick<PartnerCapabilities, 'writesName' | 'writesNull'>;
}

/** The pair goes together: half of it is expected to fail (reference PC §10.1). */
const STATUS_OF: Record<StageMove, readonly [status: string, substatus: string]> = {
  accepted: ['Active', 'Accepted'],
  won: ['Closed', 'Won'],
  lost: ['Closed', 'Lost'],
  declined: ['Closed', 'Declined'],
};

/** ES2025 `JSON.rawJSON`, not yet in TypeScript's own declarations. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value });

const moveOperations = (stage: PartnerChange['stage']): PatchOperation[] => {
  if (stage === undefined) return [];
  const [status, substatus] = STATUS_OF[stage.to];
  return [
    replace('/status', status),
    replace('/substatus', substatus),
    ...(stage.reason === null ? [] : [replace('/statusReason', stage.reason)]),
  ];
};

/**
 * One JSON Patch: stage and last edits together. A name goes only where it is known to be taken: the reply
 * then shows the old one. An empty list when Partner Center takes none of the change.
 */
export const toPatch = (change: PartnerChange, context: PatchContext): PatchOperation[] => {
  const { fields } = change;
  const cleared = context.capabilities.writesNull === false ? '' : null;
  const scalar = (path: string, value: string | null | undefined): PatchOperation[] =>
    value === undefined ? [] : [replace(path, value ?? cleared)];
  const { value, closeDate } = fields;
  return [
    ...moveOperations(change.stage),
    ...(value === undefined
      ? []
      : [
          replace(
            '/details/dealValue',
            value === null ? cleared : rawJSON(new Big(value.amount).toFixed()),
          ),
          replace('/details/currency', value === null ? cleared : value.currency),
        ]),
    ...scalar(
      '/details/closingDateTime',
      typeof closeDate === 'string' ? fromCloseDate(closeDate, context.timeZone) : closeDate,
    ),
    ...scalar('/details/notes', fields.notes),
    ...scalar('/externalReferenceId', fields.crmId),
    ...scalar('/campaignId', fields.campaignId),
    ...scalar('/salesStage', fields.salesStage),
    ...(context.capabilities.writesName === true ? scalar('/name', fields.name) : []),
  ];
};

/** Lead paths of what an error's `target` names, in the forms it may have. */
const PATH_OF: Readonly<Record<string, string>> = {
  status: 'stage',
  substatus: 'stage',
  statusReason: 'stage',
  dealValue: 'value',
  currency: 'value',
  closingDateTime: 'closeDate',
  notes: 'notes',
  externalReferenceId: 'crmId',
  campaignId: 'campaignId',
  salesStage: 'salesStage',
  name: 'name',
};

/** `referral` blames nothing in particular; a name we do not know stays as it is. */
export const blamedFields = (target: string | undefined): string[] => {
  const last = target?.split(/[/.]/).findLast((part) => part !== '');
  if (last === undefined || last.toLowerCase() === 'referral') return [];
  const known = Object.keys(PATH_OF).find((name) => name.toLowerCase() === last.toLowerCase());
  return [known === undefined ? last : (PATH_OF[known] ?? last)];
};
