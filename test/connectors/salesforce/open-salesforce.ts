import { createHttp } from '#connectors/http/create-http.ts';
import { createClient, type ClientOptions } from '#connectors/salesforce/client.ts';
import type { Probe } from '#connectors/salesforce/guard-probe.ts';
import { createSalesforce } from '#connectors/salesforce/index.ts';
import { createManualClock } from '#test/support/manual-clock.ts';

export const ORIGIN = 'https://contoso.my.salesforce.com';
export const START = '2026-11-24T09:10:11.000Z';
export const OUR_USER = '005000000000001AAA';

const SETTINGS = {
  loginUrl: ORIGIN,
  clientId: 'consumer-key',
  clientSecret: 'consumer-secret',
  apiVersion: '67.0',
};

const FIELDS = [
  'PC_Referral_Id__c',
  'PC_Respond_By__c',
  'Name',
  'StageName',
  'Amount',
  'CurrencyIsoCode',
  'CloseDate',
];

const OWN_FIELDS = {
  referralId: 'PC_Referral_Id__c',
  referralLink: 'PC_Referral_Link__c',
  referralStage: 'PC_Referral_Stage__c',
  answer: 'PC_Decision__c',
  reason: 'PC_Reason__c',
  settle: 'PC_Settle__c',
  syncStatus: 'PC_Sync_Status__c',
  syncMessage: 'PC_Sync_Message__c',
};

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const wire = (settings: ClientOptions['settings']) => {
  const clock = createManualClock(START);
  const options: ClientOptions = {
    settings,
    clock,
    http: (parts) =>
      createHttp({
        side: 'crm',
        clock,
        random: () => 0.5,
        log: SILENT,
        limits: { concurrency: 4 },
        ...parts,
      }),
  };
  return { clock, options };
};

export const openClient = (settings: Partial<ClientOptions['settings']> = {}) => {
  const { clock, options } = wire({ ...SETTINGS, ...settings });
  return { clock, client: createClient(options) };
};

export const PROVED: Probe = { apiVersion: '67.0', isComposite: true };

/** A connector against the mocked org; the guard is proved unless said otherwise. */
export const openSalesforce = (
  more: {
    readonly probe?: Probe | null;
    readonly fields?: readonly string[];
    readonly loginUrl?: string;
  } = {},
) => {
  const { loginUrl = ORIGIN } = more;
  const { clock, options } = wire({ ...SETTINGS, loginUrl });
  const saved: Probe[] = [];
  const crm = createSalesforce({
    ...options,
    opportunityFields: more.fields ?? FIELDS,
    ownFields: OWN_FIELDS,
    probe: more.probe === undefined ? PROVED : more.probe,
    saveProbe: async (probe) => {
      saved.push(probe);
    },
  });
  return { crm, clock, saved };
};
