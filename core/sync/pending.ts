import { operationId } from '#core/lead/ids.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import type { Codec } from '#core/mapping/codec.ts';
import type { Operation } from '#core/merge/operation.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { HistoryEntry } from './history.ts';
import type { Link, PendingOperation } from './link.ts';
import type { Session } from './session.ts';

/** An operation as it is saved before it is sent. */
export const toPending = (
  operation: Operation,
  ifVersion: string,
  session: Pick<Session, 'run' | 'newId'>,
): PendingOperation => ({
  id: operationId(session.newId()),
  run: session.run,
  purpose: operation.purpose,
  side: operation.side,
  kind: 'patch',
  ifVersion,
  atoms: operation.atoms,
  ...(operation.side === 'partner' && operation.change.stage !== undefined
    ? { stage: operation.change.stage }
    : {}),
  ...(operation.side === 'crm' ? { fields: operation.fields } : {}),
});

export interface Outcome {
  readonly outcome: HistoryEntry['outcome'];
  readonly words?: string;
  readonly shown?: PartnerView | CrmView;
}

/** What the written side showed of one atom, in its own form. */
const shownOf = (
  operation: PendingOperation,
  key: string,
  shown: PartnerView | CrmView | undefined,
  codecs: readonly Codec[],
): LeadValue | Record<string, unknown> | null | undefined => {
  const codec = codecs.find((entry) => entry.key === key);
  if (shown === undefined || codec === undefined) return undefined;
  return operation.side === 'partner'
    ? (shown as PartnerView).fields[codec.rule.lead]
    : codec.read((shown as CrmView).fields);
};

/** One line of history per operation, from pending, with what was shown after it. */
export const historyOf = (
  link: Link,
  operation: PendingOperation,
  result: Outcome,
  facts: { readonly at: string; readonly codecs: readonly Codec[] },
): HistoryEntry => ({
  tenant: link.tenant,
  referral: link.referral,
  opportunity: link.opportunity,
  run: operation.run,
  operation: operation.id,
  at: facts.at,
  side: operation.side,
  kind: operation.kind,
  purpose: operation.purpose,
  outcome: result.outcome,
  ...(result.words === undefined ? {} : { words: result.words }),
  ...(operation.stage === undefined ? {} : { stage: operation.stage }),
  atoms: Object.fromEntries(
    Object.entries(operation.atoms).map(([key, { before, after }]) => {
      const shown = shownOf(operation, key, result.shown, facts.codecs);
      return [key, { before, after, ...(shown === undefined ? {} : { shown }) }];
    }),
  ) as HistoryEntry['atoms'],
});
