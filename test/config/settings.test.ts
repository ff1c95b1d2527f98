import { describe, expect, test } from '@jest/globals';
import { parseSettings } from '#config/settings.ts';
import { settingsText } from './settings-text.ts';

const ENV = { PC_CLIENT_SECRET: 'pc-hunter2', SF_CLIENT_SECRET: 'sf-hunter2' };

const parse = (text: string) =>
  parseSettings({
    text,
    env: ENV,
    readFile: () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
  });

const tenantOf = (text: string) => {
  const parsed = parse(text);
  return parsed.kind === 'settings' ? parsed.settings.tenants[0] : parsed.problems;
};

test('the least a file can say gets the defaults of every other key', () => {
  expect(parse(settingsText())).toEqual({
    kind: 'settings',
    settings: {
      store: 'sqlite:./data/lead-sync.db',
      queue: 'in-process',
      console: { host: '127.0.0.1', port: 8080 },
      schedule: { poll: '* * * * *', sweep: '0 3 * * *', remind: '*/15 * * * *' },
      keepHistoryDays: 730,
      tenants: [
        {
          id: 'contoso',
          mode: 'observe',
          language: 'en',
          timeZone: 'UTC',
          partnerCenter: {
            tenantId: 'contoso.example',
            clientId: 'pc-app',
            clientSecret: 'pc-hunter2',
            apiUrl: 'https://api.partner.microsoft.com',
            webhookApiUrl: 'https://api.partnercenter.microsoft.com',
            loginUrl: 'https://login.microsoftonline.com',
            audience: 'https://api.partner.microsoft.com',
            webhookAudience: 'https://api.partnercenter.microsoft.com',
          },
          crm: {
            kind: 'salesforce',
            loginUrl: 'https://contoso.my.salesforce.com',
            clientId: 'sf-app',
            signIn: { kind: 'clientSecret', clientSecret: 'sf-hunter2' },
            apiVersion: '67.0',
          },
          mapping: 'salesforce',
          include: {
            kinds: ['customerInquiry', 'marketingQualified', 'salesQualified', 'coSell'],
            countries: [],
            locations: [],
            spam: false,
          },
          createAt: 'received',
          acceptNeeds: ['value', 'closeDate', 'notes'],
          assign: { default: 'sales@contoso.example', byCountry: {} },
          backfill: 'open',
          limits: {
            partnerPerMinute: 60,
            crmCallsPerDay: 10_000,
            reservePercent: 10,
            closeGraceMinutes: 10,
            closesPerCycle: 5,
            crmId: 'whenEmpty',
          },
          notify: { graph: null, expiryWarningHours: [168, 72, 24] },
        },
      ],
    },
  });
});

describe('what a person may write is brought to one form', () => {
  test.each([
    {
      case: 'a slash at the end of an address, and http on this machine',
      changes: { crm: { loginUrl: 'http://127.0.0.1:4010/' } },
      is: { crm: expect.objectContaining({ loginUrl: 'http://127.0.0.1:4010' }) },
    },
    {
      case: 'sign-in by private key, also on a generic host',
      changes: {
        crm: {
          loginUrl: 'https://login.salesforce.com',
          clientSecret: undefined,
          username: 'sync@contoso.example',
          privateKey: '-----BEGIN',
        },
      },
      is: {
        crm: {
          kind: 'salesforce',
          loginUrl: 'https://login.salesforce.com',
          clientId: 'sf-app',
          signIn: {
            kind: 'privateKey',
            username: 'sync@contoso.example',
            privateKey: '-----BEGIN',
          },
          apiVersion: '67.0',
        },
      },
    },
    {
      case: 'a Dynamics tenant and its mapping',
      changes: {
        tenant: {
          crm: {
            kind: 'dynamics',
            url: 'https://contoso.crm.dynamics.com',
            tenantId: 'contoso.example',
            clientId: 'd365-app',
            clientSecret: 's',
          },
        },
      },
      is: {
        mapping: 'dynamics',
        crm: {
          kind: 'dynamics',
          url: 'https://contoso.crm.dynamics.com',
          tenantId: 'contoso.example',
          clientId: 'd365-app',
          clientSecret: 's',
          loginUrl: 'https://login.microsoftonline.com',
        },
      },
    },
    {
      case: 'countries in small letters',
      changes: {
        tenant: {
          include: { countries: ['br', 'PT'] },
          assign: { default: 'a@contoso.example', byCountry: { br: 'b@contoso.example' } },
        },
      },
      is: {
        include: expect.objectContaining({ countries: ['BR', 'PT'] }),
        assign: { default: 'a@contoso.example', byCountry: { BR: 'b@contoso.example' } },
      },
    },
    {
      case: 'messages by Graph',
      changes: {
        tenant: {
          notify: {
            graph: {
              tenantId: 't',
              clientId: 'c',
              clientSecret: 's',
              sender: 'sync@contoso.example',
            },
          },
        },
      },
      is: {
        notify: {
          graph: {
            tenantId: 't',
            clientId: 'c',
            clientSecret: 's',
            sender: 'sync@contoso.example',
            operators: [],
            apiUrl: 'https://graph.microsoft.com',
            loginUrl: 'https://login.microsoftonline.com',
          },
          expiryWarningHours: [168, 72, 24],
        },
      },
    },
    {
      case: 'no grace and no default kinds',
      changes: {
        tenant: { limits: { closeGraceMinutes: 0 }, include: { kinds: ['partnerDeal'] } },
      },
      is: {
        limits: expect.objectContaining({ closeGraceMinutes: 0, closesPerCycle: 5 }),
        include: expect.objectContaining({ kinds: ['partnerDeal'], spam: false }),
      },
    },
  ])('$case', ({ changes, is }) =>
    expect(tenantOf(settingsText(changes))).toEqual(expect.objectContaining(is)),
  );
});
