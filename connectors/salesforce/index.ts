import type { OpportunityId } from '#core/lead/ids.ts';
import type { OwnFields } from '#core/mapping/rule.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';
import type { CrmIdentity, CrmSystem } from '#core/ports/crm-system.ts';
import type { Http } from '#connectors/http/http.ts';
import { createClient, type HttpParts } from './client.ts';
import { createOpportunityMaker } from './create-row.ts';
import { createCustomers } from './customers.ts';
import { createDescribes } from './describe-object.ts';
import { createFeed, OVERLAP_MS } from './feed.ts';
import { createFetchMany } from './fetch-many.ts';
import { createFindCounterparts } from './find-counterparts.ts';
import { createGuardProbe, type Probe } from './guard-probe.ts';
import { createHotViews } from './hot-views.ts';
import { identify } from './identify.ts';
import { createKeyedRecords } from './keyed-record.ts';
import { readMetadata } from './metadata.ts';
import { createPatch } from './patch-row.ts';
import { createReadRows } from './read-rows.ts';
import type { SalesforceSettings } from './sign-in.ts';
import { createTasks } from './tasks.ts';

export interface SalesforceOptions {
  readonly settings: SalesforceSettings;
  readonly http: (parts: HttpParts) => Http;
  readonly clock: Clock;
  /** Every opportunity field the mapping reads or writes. */
  readonly opportunityFields: readonly string[];
  readonly ownFields: OwnFields;
  /** How the write guard came out before. */
  readonly probe: Probe | null;
  readonly saveProbe: (probe: Probe) => Promise<void>;
  /** Re-read behind the cursor; 10 min when left out. */
  readonly overlapMs?: number;
}

/** Where people see a row: the Lightning host of a My Domain, else the login host itself. */
const linkMaker = (loginUrl: string): ((id: OpportunityId) => string) => {
  const origin = new URL(loginUrl).origin.replace(/\.my\.salesforce\.com$/, '.lightning.force.com');
  return (id) => `${origin}/lightning/r/Opportunity/${id}/view`;
};

/** Salesforce as the CRM of a tenant. Nothing is sent before it is needed. */
export const createSalesforce = (options: SalesforceOptions): CrmSystem => {
  const { settings, http, clock, opportunityFields, ownFields } = options;
  const referralField = ownFields.referralId;
  const client = createClient({ settings, http, clock });
  const describes = createDescribes(client, clock);
  const hotViews = createHotViews(() => client.serverNow());
  const rows = createReadRows({ client, describes, opportunityFields, hotViews });
  const records = createKeyedRecords({ client, rows });
  const owners = new Map<string, string>();
  const guardProbe = createGuardProbe({
    client,
    apiVersion: settings.apiVersion,
    stored: options.probe,
    save: options.saveProbe,
  });
  let metadata: Promise<CrmMetadata> | undefined;
  let known: { readonly speaker: string; readonly identity: CrmIdentity } | undefined;

  const describe = async (): Promise<CrmMetadata> => {
    const asked = readMetadata({ client, describes });
    metadata = asked;
    asked.catch(() => {
      if (metadata === asked) metadata = undefined;
    });
    return asked;
  };

  return {
    capabilities: {
      guardSeconds: 1,
      returnsRowOnWrite: true,
      seesDeletes: true,
      closedRowsWritable: true,
    },
    identify: async () => {
      // Asked again only when a new token speaks for another org or user.
      const { organizationId, userId } = await client.session();
      const speaker = `${organizationId}/${userId}`;
      if (known?.speaker !== speaker) known = { speaker, identity: await identify(client) };
      return known.identity;
    },
    describe: async ({ refresh = false } = {}) => {
      if (refresh) await describes.refresh('Opportunity');
      return refresh ? describe() : (metadata ?? describe());
    },
    listChanges: createFeed({
      rows,
      clock,
      referralField,
      overlapMs: options.overlapMs ?? OVERLAP_MS,
    }),
    fetchMany: createFetchMany({ client, rows }),
    holdsReferrals: async () => {
      if (!(await describes.fieldsOf('Opportunity')).has(referralField)) return false;
      const soql = `SELECT Id FROM Opportunity WHERE ${referralField} != null LIMIT 1`;
      return (await rows.queryAll(soql, 'look for referral ids')).records.length > 0;
    },
    findCounterparts: createFindCounterparts({
      client,
      rows,
      describes,
      records,
      referralField,
      owners,
    }),
    ...createCustomers({ describes, records }),
    createOpportunity: createOpportunityMaker({
      client,
      rows,
      referralField,
      forgetOwners: () => owners.clear(),
    }),
    patch: createPatch({ client, rows, hotViews, guardProbe, clock }),
    ...createTasks({ client, records }),
    linkTo: linkMaker(settings.loginUrl),
    callsLeft: () => client.callsLeft(),
  };
};
