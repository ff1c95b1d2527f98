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

const problemsOf = (text: string) => {
  const parsed = parse(text);
  return parsed.kind === 'problems'
    ? parsed.problems.map(({ path, problem }) => `${path}: ${problem}`)
    : [];
};

const crm = (change: object) => settingsText({ crm: change });
const tenant = (change: object) => settingsText({ tenant: change });
const file = (change: object) => settingsText({ file: change });

describe('a wrong setting is refused in words, with its path', () => {
  test.each([
    ['no JSON', '{"tenants": nope}', 'line 1, column 13: a value is expected here'],
    ['another kind of file', '[]', '(file): must be an object { }'],
    ['no tenant', file({ tenants: [] }), 'tenants: is empty'],
    ['no tenants at all', '{}', 'tenants: is missing'],
    ['a key unknown at the top', file({ stroe: 'sqlite:x' }), 'stroe: is not known here'],
    [
      'a key unknown within',
      crm({ apiVersoin: '67.0' }),
      'tenants[0].crm.apiVersoin: is not known here',
    ],
    ['a missing key', crm({ clientId: undefined }), 'tenants[0].crm.clientId: is missing'],
    ['an empty text', crm({ clientId: ' ' }), 'tenants[0].crm.clientId: is empty'],
    ['a text for a number', file({ console: { port: '80' } }), 'console.port: must be a number'],
    ['a fraction', file({ keepHistoryDays: 1.5 }), 'keepHistoryDays: must be a whole number'],
    ['a number too small', file({ keepHistoryDays: 0 }), 'keepHistoryDays: must be at least 1'],
    [
      'a number too big',
      tenant({ limits: { reservePercent: 91 } }),
      'tenants[0].limits.reservePercent: must be at most 90',
    ],
    [
      'a warning at once',
      tenant({ notify: { expiryWarningHours: [0] } }),
      'tenants[0].notify.expiryWarningHours[0]: must be more than 0',
    ],
    [
      'another store',
      file({ store: 'postgres://x' }),
      'store: must be "sqlite:" with a file name, or "mongodb://…"',
    ],
    ['another queue', file({ queue: 'kafka' }), 'queue: must be "in-process" or "redis://…"'],
    [
      'a shared queue on a local store',
      file({ queue: 'rediss://q' }),
      'queue: redis:// shares work among machines, but a sqlite: store is one machine’s',
    ],
    [
      'a bad schedule',
      file({ schedule: { poll: '61 * * * *' } }),
      'schedule.poll: is not a schedule; write five cron fields, for instance "0 3 * * *"',
    ],
    [
      'a bad time zone',
      tenant({ timeZone: 'Brazil/Nowhere' }),
      'tenants[0].timeZone: is not a time zone; write its IANA name, for instance "America/Sao_Paulo"',
    ],
    ['a bad mode', tenant({ mode: 'Live' }), 'tenants[0].mode: must be one of "observe", "live"'],
    [
      'a bad tenant id',
      tenant({ id: 'a/b' }),
      'tenants[0].id: must be 1 to 63 letters, digits, "-" or "_", starting with a letter or digit',
    ],
    [
      'a bad e-mail',
      tenant({ assign: { default: 'sales' } }),
      'tenants[0].assign.default: is not an e-mail address',
    ],
    [
      'a bad country',
      tenant({ include: { countries: ['BRA'] } }),
      'tenants[0].include.countries[0]: is not a country code of two letters, for instance "BR"',
    ],
    [
      'a bad country as key',
      tenant({ assign: { default: 'a@b.example', byCountry: { XX: 'a@b.example' } } }),
      'tenants[0].assign.byCountry.XX: has a key that is not known: is not a country code of two letters, for instance "BR"',
    ],
    ['no kinds', tenant({ include: { kinds: [] } }), 'tenants[0].include.kinds: is empty'],
    [
      'an unknown lead path',
      tenant({ acceptNeeds: ['amount'] }),
      expect.stringMatching(
        /^tenants\[0\]\.acceptNeeds\[0\]: must be one of "kind", "name", "value"/,
      ),
    ],
    [
      'http to another machine',
      crm({ loginUrl: 'http://contoso.example' }),
      'tenants[0].crm.loginUrl: must start with https:// (http:// only for this machine itself)',
    ],
    ['no address', crm({ loginUrl: 'contoso' }), 'tenants[0].crm.loginUrl: is not a web address'],
    [
      'a password in an address',
      crm({ loginUrl: 'https://a:b@contoso.example' }),
      'tenants[0].crm.loginUrl: must not hold a user name or password',
    ],
    [
      'a query in an address',
      crm({ loginUrl: 'https://contoso.example?x=1' }),
      'tenants[0].crm.loginUrl: must not hold "?" or "#"',
    ],
    [
      'an old API',
      crm({ apiVersion: '59.0' }),
      'tenants[0].crm.apiVersion: must be "60.0" or later, for instance "67.0"',
    ],
    [
      'an unknown CRM',
      crm({ kind: 'zoho' }),
      'tenants[0].crm.kind: must be one of "salesforce", "dynamics"',
    ],
    ['no CRM kind', crm({ kind: undefined }), 'tenants[0].crm.kind: is missing'],
    [
      'no sign-in',
      crm({ clientSecret: undefined }),
      'tenants[0].crm: needs either clientSecret alone, or username and privateKey',
    ],
    [
      'two sign-ins',
      crm({ username: 'u' }),
      'tenants[0].crm: needs either clientSecret alone, or username and privateKey',
    ],
    [
      'a secret on a generic host',
      crm({ loginUrl: 'https://test.salesforce.com/' }),
      'tenants[0].crm.loginUrl: must be the address of your own org: with a client secret Salesforce refuses its generic ones',
    ],
    [
      'a tenant id that is no directory',
      settingsText({ partnerCenter: { tenantId: 'a/b' } }),
      'tenants[0].partnerCenter.tenantId: must be the tenant id (a GUID) or a domain of the tenant',
    ],
  ])('%s', (_case, text, problem) => expect(problemsOf(text)).toEqual([problem]));
});
