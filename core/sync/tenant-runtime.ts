import type { Mapping } from '#core/mapping/rule.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmSystem } from '#core/ports/crm-system.ts';
import type { Log } from '#core/ports/log.ts';
import type { PartnerSystem } from '#core/ports/partner-system.ts';
import type { Holder, Store } from '#core/ports/store.ts';
import type { Note } from './link.ts';
import type { CycleReport } from './run-record.ts';
import type { TenantRecord } from './tenant-record.ts';
import type { TenantPolicy } from './tenant-policy.ts';

/** What speaks for a tenant, in every run of it. */
export interface TenantParts {
  readonly policy: TenantPolicy;
  readonly mapping: Mapping;
  readonly partner: PartnerSystem;
  readonly crm: CrmSystem;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly say: (note: Note) => string;
  readonly random: () => number;
  readonly newId: () => string;
  /** One-way, for keys of people and companies. */
  readonly hash: (text: string) => string;
}

/** One tenant with everything that speaks for it; built once, run many times. */
export interface TenantRuntime extends TenantParts {
  /** From the settings; null: read from the referrals. */
  readonly partnerOrganizationId: string | null;
  readonly holder: Holder;
  readonly isDead: (holder: Holder) => boolean;
  /** Calls sent so far, per side, over the life of this process. */
  readonly calls: () => CycleReport['calls'];
  /** How the CRM's write guard came out, once it was proved. */
  readonly crmProbe: () => TenantRecord['crmProbe'];
  /** Gives unused blocks of the budget back. */
  readonly flushBudget: () => Promise<void>;
}
