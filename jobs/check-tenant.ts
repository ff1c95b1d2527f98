import { SECOND_MS, msBetween } from '#core/lead/instant.ts';
import { referralId } from '#core/lead/ids.ts';
import { checkMapping } from '#core/mapping/check.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import { judgePartnerWorld, ownOrganization } from '#core/sync/world.ts';
import { lookAt, type Finding } from './findings.ts';
import { lookAtWorld } from './look-at-world.ts';
import type { Tenant } from './open-tenants.ts';

/** Microsoft's and Salesforce's tokens and guards live by the clock; beyond this a person should look. */
const MOST_SKEW_MS = 60 * SECOND_MS;
/** Less than this of the day's calls left is worth a word. */
const LOW_SHARE = 0.1;

type Skews = ReadonlyMap<'partner' | 'crm', number>;

const partnerFindings = async (runtime: TenantRuntime): Promise<readonly Finding[]> => {
  const record = await runtime.store.tenants.find(runtime.policy.tenant);
  const what = 'Partner Center';
  for await (const page of runtime.partner.listChanges(undefined)) {
    const why = judgePartnerWorld(page, record?.world ?? null);
    if (why !== undefined) return [{ what, is: 'blocks', words: why }];
    const own = ownOrganization(page, null);
    const seen = `signed in; the newest page shows ${page.rows.length} referrals`;
    const words = own === null ? seen : `${seen} of organization ${own}`;
    const unread = page.unparsed.length;
    return [
      { what, is: 'ok', words },
      ...(unread === 0
        ? []
        : [{ what, is: 'warning' as const, words: `${unread} referrals are not understood` }]),
    ];
  }
  return [{ what, is: 'ok', words: 'signed in; it shows no referral' }];
};

const crmFindings = async (runtime: TenantRuntime): Promise<readonly Finding[]> => {
  const look = await lookAtWorld(runtime);
  const { organizationName, organizationId, isSandbox, userName } = look.identity;
  const kind = isSandbox ? 'sandbox' : 'production';
  const pinned = look.record.world === null ? 'pinned at the first cycle' : 'the pinned one';
  return [
    {
      what: 'CRM',
      is: 'ok',
      words: `signed in as ${userName} to ${organizationName} (${organizationId}, ${kind})`,
    },
    look.why === undefined
      ? { what: 'World', is: 'ok', words: pinned }
      : { what: 'World', is: 'blocks', words: `${look.why}. See: lead-sync adopt` },
  ];
};

const mappingFindings = async (runtime: TenantRuntime): Promise<readonly Finding[]> => {
  const { mapping, say } = runtime;
  const metadata = await runtime.crm.describe({ refresh: true });
  const own = Object.values(mapping.own);
  const missing = own.filter((name) => !metadata.fields.has(name));
  const problems = checkMapping(mapping, metadata).map(
    ({ path, severity, problem, remedy }): Finding => ({
      what: `Mapping ${path}`,
      is: severity === 'blocks' ? 'blocks' : 'warning',
      words: `${say(problem)} ${say(remedy)}`,
    }),
  );
  return [
    missing.length === 0
      ? { what: 'Our fields', is: 'ok', words: `all ${own.length} are there` }
      : {
          what: 'Our fields',
          is: 'blocks',
          words: `missing or not visible: ${missing.join(', ')}. Run: lead-sync provision`,
        },
    ...(problems.length === 0
      ? [{ what: 'Mapping', is: 'ok' as const, words: `${mapping.name} fits this CRM` }]
      : problems),
  ];
};

/** Any id will do: only the owner is looked for. */
const NO_REFERRAL = referralId('00000000-0000-4000-8000-000000000000');

const ownerFindings = async (runtime: TenantRuntime): Promise<readonly Finding[]> => {
  const { assign } = runtime.policy;
  const emails = [...new Set([assign.default, ...Object.values(assign.byCountry)])];
  const findings: Finding[] = [];
  for (const ownerEmail of emails) {
    const { ownerId } = await runtime.crm.findCounterparts({
      referral: NO_REFERRAL,
      crmId: null,
      customer: null,
      contact: null,
      ownerEmail,
    });
    findings.push(
      ownerId === undefined
        ? { what: 'Owner', is: 'warning', words: `no active CRM user has the e-mail ${ownerEmail}` }
        : { what: 'Owner', is: 'ok', words: `${ownerEmail} is a CRM user` },
    );
  }
  return findings;
};

const allowanceFindings = async (runtime: TenantRuntime): Promise<readonly Finding[]> => {
  const { store, policy, clock, crm } = runtime;
  const { crmCallsPerDay } = policy.limits;
  const ours = await store.budget.used(policy.tenant, 'crm', clock.now());
  const theirs = crm.callsLeft();
  const told = theirs === undefined ? '' : `; of the whole org ${theirs.used} of ${theirs.max}`;
  const isLow =
    ours > crmCallsPerDay * (1 - LOW_SHARE) ||
    (theirs !== undefined && theirs.used > theirs.max * (1 - LOW_SHARE));
  return [
    {
      what: 'CRM calls',
      is: isLow ? 'warning' : 'ok',
      words: `${ours} of ${crmCallsPerDay} used in 24 hours${told}`,
    },
  ];
};

const clockFindings = (skews: Skews): Finding[] =>
  [...skews].map(([side, ms]) => {
    const seconds = Math.round(ms / SECOND_MS);
    const system = side === 'partner' ? 'Partner Center' : 'the CRM';
    return {
      what: 'Clock',
      is: Math.abs(ms) > MOST_SKEW_MS ? 'warning' : 'ok',
      words:
        seconds === 0
          ? `as that of ${system}`
          : `${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} that of ${system}`,
    };
  });

const stoppedFindings = async ({ store, id, show }: Tenant): Promise<readonly Finding[]> => {
  const stopped = (await store.tenants.find(id))?.stopped ?? null;
  return stopped === null
    ? []
    : [{ what: 'Stopped', is: 'warning', words: `since ${show(stopped.at)}: ${stopped.words}` }];
};

/** Everything that must hold before a cycle can do its work; one thing failing hides no other. */
export const checkTenant = async (tenant: Tenant): Promise<readonly Finding[]> => {
  const skews = new Map<'partner' | 'crm', number>();
  const runtime = await tenant.compose({
    onServerDate: (side, date, now) => skews.set(side, msBetween(now, date)),
  });
  const { mode } = tenant.settings;
  const findings = [
    { what: 'Settings', is: 'ok' as const, words: `mode ${mode}` },
    ...(await lookAt('Store', async () => {
      const counts = await tenant.store.links.count(tenant.id, runtime.clock.now());
      return [{ what: 'Store', is: 'ok', words: `${counts.all} leads known` }];
    })),
    ...(await lookAt('Partner Center', async () => partnerFindings(runtime))),
    ...(await lookAt('CRM', async () => crmFindings(runtime))),
    ...(await lookAt('Mapping', async () => mappingFindings(runtime))),
    ...(await lookAt('Owner', async () => ownerFindings(runtime))),
    ...(await lookAt('CRM calls', async () => allowanceFindings(runtime))),
    ...clockFindings(skews),
    ...(await lookAt('Stopped', async () => stoppedFindings(tenant))),
  ];
  await runtime.flushBudget();
  return findings;
};
