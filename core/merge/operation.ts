import type { CrmFields } from '#core/ports/crm-system.ts';
import type { PartnerChange } from '#core/ports/partner-system.ts';
import type { PendingAtom, StageBase } from '#core/sync/link.ts';
import type { BrakeKind } from '#core/sync/tenant-record.ts';

interface Common {
  readonly purpose: 'sync' | 'settle';
  /** By mapping key; `crmId` and `stage` for the two atoms that no rule moves. */
  readonly atoms: Readonly<Record<string, PendingAtom>>;
  /** A stage move: first in the queue, may use the reserve of the budget. */
  readonly isUrgent: boolean;
}

/** One write, decided and not yet sent. It can be printed before it runs. */
export type Operation =
  | (Common & {
      readonly side: 'partner';
      readonly change: PartnerChange;
      /** Irreversible: only from a row read at most 5 s before. */
      readonly isIrreversible: boolean;
    })
  | (Common & {
      readonly side: 'crm';
      readonly fields: CrmFields;
      /** What stage, answer and reason are agreed on once this is written. */
      readonly stageBase: StageBase | null;
    });

/** A write of a kind that a brake counts. */
export interface BrakeUse {
  readonly kind: BrakeKind;
  readonly subject: string;
}
