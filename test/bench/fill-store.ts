import { REFRESH_TOKEN_SECRET } from '#connectors/partner-center/index.ts';
import { createCodec } from '#core/mapping/codec.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { AtomBase, Link } from '#core/sync/link.ts';
import { newLink } from '#core/sync/new-link.ts';
import { newTenantRecord, type TenantRecord } from '#core/sync/tenant-record.ts';
import { FIRST_REFRESH_TOKEN } from '#test/sandbox/partner-center.ts';
import { BEGIN_MS } from './bench-clock.ts';
import { TENANT, type OpenTenant } from './tenant.ts';

/** Before any run has begun. */
const NO_EPOCH = 0;

/** As the product leaves a lead it has linked, accepted and brought in step. */
const linkOf = (
  partner: PartnerView,
  crm: CrmView,
  parts: {
    readonly base: Readonly<Record<string, AtomBase>>;
    readonly told: Link['told'];
    readonly stageField: string;
  },
): Link => {
  const stageValue = String(crm.fields[parts.stageField]);
  return {
    ...newLink(TENANT, { referral: partner.id, partner }, partner.updatedAt),
    opportunity: crm.id,
    linkedAt: partner.updatedAt,
    seen: { partner, crm, sibling: null },
    base: parts.base,
    stageBase: { partner: partner.stage, closure: 'open', stageValue, answer: null, reason: null },
    start: { ownerId: crm.ownerId, stageValue, answer: null },
    told: parts.told,
    task: 'closed',
  };
};

/**
 * Links every pair that the systems hold, straight into the store, with what they show read by the
 * real connectors; and puts the cursors behind all of it.
 */
export const fillStore = async (
  { runtime, store }: OpenTenant,
  known: Pick<TenantRecord, 'crmProbe' | 'partnerCapabilities'>,
): Promise<void> => {
  const { mapping, partner, crm } = runtime;
  const identity = await crm.identify();
  const metadata = await crm.describe();
  const codecs = mapping.rules.map((rule) => createCodec(rule, metadata));
  const own = Object.values(mapping.own);
  const rows = new Map<string, CrmView>();
  let crmCursor = '';
  for await (const page of crm.listChanges(undefined)) {
    for (const row of page.rows) rows.set(String(row.fields[mapping.own.referralId]), row);
    crmCursor = page.cursor ?? crmCursor;
  }
  const linkPair = async (view: PartnerView): Promise<void> => {
    const row = rows.get(view.id);
    // The last of a page may be the first of the next as well.
    if (row === undefined) return;
    rows.delete(view.id);
    const base = Object.fromEntries(
      codecs.map((codec): [string, AtomBase] => {
        const shown = codec.read(row.fields);
        if (shown === undefined) throw new Error(`${codec.key} is not shown`);
        return [codec.key, { partner: view.fields[codec.rule.lead] ?? null, crm: shown }];
      }),
    );
    const told = Object.fromEntries(
      own.flatMap((name) =>
        typeof row.fields[name] === 'string' ? [[name, row.fields[name]]] : [],
      ),
    ) as Link['told'];
    const link = linkOf(view, row, { base, told, stageField: mapping.stages.field });
    await store.links.insert(link);
    await store.links.save(link, { doneSeq: 1, plannedSeq: 1 });
  };
  let partnerCursor = '';
  let organization: string | null = null;
  for await (const page of partner.listChanges(undefined)) {
    organization = page.rows[0]?.organizationId ?? organization;
    await Promise.all(page.rows.map(linkPair));
    partnerCursor = page.cursor ?? partnerCursor;
  }
  await store.cursors.save(TENANT, 'partner', partnerCursor, NO_EPOCH);
  await store.cursors.save(TENANT, 'crm', crmCursor, NO_EPOCH);
  await store.tenants.save(
    {
      ...newTenantRecord(TENANT),
      world: {
        crmOrganizationId: identity.organizationId,
        partnerOrganizationId: organization,
      },
      beganAt: new Date(BEGIN_MS - 3_600_000).toISOString(),
      mappingVersion: mapping.version,
      ...known,
    },
    NO_EPOCH,
  );
  // Stand-ins made anew know no token that others have given out.
  await store.secrets.save(TENANT, REFRESH_TOKEN_SECRET, FIRST_REFRESH_TOKEN);
  if (rows.size > 0) throw new Error(`${rows.size} opportunities without a referral`);
};
