import { plan } from '#core/merge/plan.ts';
import { planContext } from '#core/sync/context.ts';
import { runId } from '#core/lead/ids.ts';
import { openSession } from '#core/sync/open-session.ts';
import { newTenantRecord } from '#core/sync/tenant-record.ts';
import { TENANT, type OpenTenant } from './tenant.ts';

export interface PlanSpeed {
  readonly quietPerSecond: number;
  readonly changedPerSecond: number;
}

const WARM_MS = 500;
const MEASURED_MS = 2_000;

const perSecond = (work: () => void): number => {
  const until = (ms: number): number => {
    const begun = performance.now();
    let done = 0;
    for (; performance.now() - begun < ms; done += 1) work();
    return (done * 1_000) / (performance.now() - begun);
  };
  until(WARM_MS);
  return until(MEASURED_MS);
};

/** Plans of a linked lead in step, and of the same with another value, date and notes at Partner Center. */
export const planSpeed = async ({ runtime, store }: OpenTenant): Promise<PlanSpeed> => {
  const metadata = await runtime.crm.describe();
  const parts = {
    run: runId('bench'),
    epoch: 0,
    metadata,
    record: newTenantRecord(TENANT),
    links: 1,
  };
  const session = openSession(runtime, parts, { signal: new AbortController().signal });
  const [stored] = await store.links.list(TENANT, {}, { limit: 1 });
  const link = stored?.link;
  if (!link?.seen.partner || !link.seen.crm) throw new Error('no link to plan');
  const { partner, crm } = link.seen;
  const fields = {
    ...partner.fields,
    value: { amount: '99000', currency: 'GBP' },
    closeDate: '2027-05-04',
    notes: `${partner.fields.notes ?? ''} And the second site as well.`,
  };
  const isOneByOne = { partner: false, crm: false };
  const speedOf = (shown: typeof partner): number =>
    perSecond(() => {
      plan(link, { partner: shown, crm }, planContext(session, link.referral, isOneByOne));
    });
  return { quietPerSecond: speedOf(partner), changedPerSecond: speedOf({ ...partner, fields }) };
};
