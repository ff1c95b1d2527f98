import { referralId } from '#core/lead/ids.ts';
import type { HistoryEntry } from '#core/sync/history.ts';
import { TENANT } from '#test/scenarios/support/harness.ts';
import type { LeadJournal, Shown } from './lead-journal.ts';
import type { Rig } from './rig.ts';

/** How a story ended for one lead, in a form that is the same for every lead it is told of. */
export interface Outcome {
  readonly shown: Shown;
  /** What the worker changed on either side, each once: a repeated or taken-back write would show. */
  readonly changes: readonly string[];
  readonly rows: Readonly<Record<string, number>>;
  /** Stage moves that reached Partner Center. */
  readonly moves: number;
  readonly conflicts: readonly string[];
  readonly notes: readonly string[];
  /** Values that the history tells as written, per side and atom; for undo and audit. */
  readonly told: readonly string[];
}

const WRITTEN: readonly HistoryEntry['outcome'][] = ['done', 'lostThenFound'];

const toldIn = (history: readonly HistoryEntry[]): readonly string[] => {
  const written = history.filter(({ outcome }) => WRITTEN.includes(outcome));
  const operations = new Map(written.map((entry) => [entry.operation, entry]));
  return [...operations.values()]
    .flatMap(({ side, kind, stage, atoms }) => [
      ...(stage === undefined ? [] : [`${side} ${stage.to}`]),
      ...(kind === 'create' ? [`${side} create`] : []),
      ...Object.keys(atoms).map((key) => `${side} ${key}`),
    ])
    .toSorted();
};

export const outcomeOf = async (
  rig: Rig,
  journal: LeadJournal,
  number: number,
): Promise<Outcome> => {
  const { referral } = journal;
  const { link } = await rig.stored(referral);
  const history = await rig.store.history.listByReferral(TENANT, referralId(referral), 1_000);
  const count = (object: string, field: string, value: string): number =>
    rig.crm.org.rows(object).filter((row) => row[field] === value).length;
  return {
    shown: journal.shown(),
    changes: journal.changes.toSorted(),
    rows: {
      opportunities: rig.opportunities(referral).length,
      accounts: count('Account', 'Name', `Customer ${number} Ltd`),
      contacts: count('Contact', 'Email', `ada@customer${number}.example`),
      tasks: count('Task', 'PC_Key__c', `answer-${referral}`),
    },
    moves: rig.moves(referral).length,
    conflicts: link.conflicts.map(({ key }) => key),
    notes: link.notes.map(({ key }) => key),
    told: toldIn(history),
  };
};
