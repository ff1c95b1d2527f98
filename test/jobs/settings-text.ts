import { tenantId } from '#core/lead/ids.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  FIRST_REFRESH_TOKEN,
  type DeepPartial,
  type Referral,
} from '#test/sandbox/partner-center.ts';

export const TENANT = tenantId('contoso');

export const ENV = {
  PC_CLIENT_SECRET: CLIENT_SECRET,
  SF_CLIENT_SECRET: 'sf-secret',
  PC_REFRESH_TOKEN: FIRST_REFRESH_TOKEN,
  LEAD_SYNC_KEY: 'a key of the tests, long enough',
};

type Laid = Readonly<Record<string, unknown>>;

/** Settings that lead to the two stand-ins; `laid` goes over the tenant's keys, and over the file's. */
export const settingsText = (
  urls: { readonly partner: string; readonly crm: string },
  laid: { readonly tenant?: Laid; readonly whole?: Laid } = {},
): string =>
  JSON.stringify({
    store: 'sqlite::memory:',
    tenants: [
      {
        id: TENANT,
        mode: 'live',
        partnerCenter: {
          tenantId: 'contoso.example',
          clientId: CLIENT_ID,
          clientSecret: '${PC_CLIENT_SECRET}',
          refreshToken: '${PC_REFRESH_TOKEN}',
          apiUrl: urls.partner,
          loginUrl: urls.partner,
        },
        crm: {
          kind: 'salesforce',
          loginUrl: urls.crm,
          clientId: 'sf-app',
          clientSecret: '${SF_CLIENT_SECRET}',
        },
        assign: { default: 'sales@contoso.example' },
        ...laid.tenant,
      },
    ],
    ...laid.whole,
  });

/** A lead that lacks nothing. */
export const LEAD: DeepPartial<Referral> = {
  name: 'Northwind backup',
  status: 'New',
  substatus: 'Received',
  qualification: 'SalesQualified',
  details: {
    dealValue: 18_500,
    currency: 'GBP',
    closingDateTime: '2027-01-31T00:00:00Z',
    notes: 'Wants a backup.',
  },
};
