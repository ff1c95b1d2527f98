import type { CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';

/** What a feed page or a bulk read has already brought. */
export interface Rows {
  readonly partner?: PartnerView | undefined;
  readonly crm?: CrmView | 'gone' | 'hidden' | undefined;
  /** Nothing says that Partner Center's side has moved since it was seen. */
  readonly isPartnerAsSeen?: true;
}

export type Reconciled =
  | { readonly kind: 'done' }
  /** Nothing was done: a brake wants to see how many there are first. The rows read so far go with it. */
  | { readonly kind: 'deferred'; readonly rows: Rows };

export const DONE: Reconciled = { kind: 'done' };
