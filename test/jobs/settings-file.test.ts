import { afterEach, expect, test } from '@jest/globals';
import { CONFIG, openHouse, type House } from './house.ts';

let house: House;
afterEach(async () => {
  await house.stop();
});

test.each([
  {
    case: 'every problem of the file and the environment at once',
    tenant: { mode: 'lve', assign: { default: 'nobody' } },
    whole: { queue: 'redis://localhost' },
    env: { LEAD_SYNC_KEY: 'short', SF_CLIENT_SECRET: undefined },
    paths: [
      'tenants[0].crm.clientSecret',
      'tenants[0].mode',
      'tenants[0].assign.default',
      'queue',
      'LEAD_SYNC_KEY (environment)',
    ],
  },
  {
    case: 'what is not in this version',
    tenant: {
      crm: {
        kind: 'dynamics',
        url: 'https://contoso.crm.dynamics.com',
        tenantId: 'contoso.example',
        clientId: 'c',
        clientSecret: 's',
      },
    },
    whole: { store: 'mongodb://localhost/lead-sync', queue: 'redis://localhost' },
    env: {},
    paths: ['store', 'queue', 'tenants[0].crm.kind'],
  },
  {
    case: 'a mapping that cannot be read',
    tenant: { mapping: 'ours.json' },
    whole: {},
    env: {},
    paths: ['tenants[0].mapping (ours.json)'],
  },
])('$case', async ({ tenant, whole, env, paths }) => {
  house = await openHouse();
  house.configure(tenant, whole);
  Object.assign(house.env, env);
  const { exit, out, err } = await house.say('sync');
  const named = err.slice(1).filter((line) => !line.startsWith(' '));
  expect({ exit, out, paths: named.map((line) => line.split(': ')[0]) }).toEqual({
    exit: 2,
    out: [],
    paths,
  });
  expect(house.crm.usage().used).toBe(0);
});

test('a tenant that the file does not name', async () => {
  house = await openHouse();
  expect(await house.say('sync', '--tenant', 'fabrikam')).toEqual({
    exit: 2,
    out: [],
    err: [
      'Nothing was started: one problem.',
      '--tenant: no tenant has the id "fabrikam"',
      '    Name one of: contoso.',
    ],
  });
});

test('a file that is not there', async () => {
  house = await openHouse();
  house.files.clear();
  const { exit, err } = await house.say('status');
  expect({ exit, told: err.slice(0, 2) }).toEqual({
    exit: 2,
    told: ['Nothing was started: one problem.', `${CONFIG}: cannot be read`],
  });
});

test('a mapping file is looked for beside the settings file', async () => {
  house = await openHouse();
  house.configure({ mapping: 'ours.json' });
  house.files.set('/house/ours.json', '{ "crmKind": "salesforce" }');
  const { exit, err } = await house.say('status');
  expect({ exit, told: err[1] }).toEqual({
    exit: 2,
    told: 'tenants[0].mapping (ours.json) own: is missing',
  });
});

test.each([
  { case: 'no verb', argv: [] },
  { case: 'an unknown verb', argv: ['snyc'] },
  { case: 'an unknown flag', argv: ['sync', '--fast'] },
  { case: 'a wrong choice', argv: ['leads', 'list', '--state', 'odd'] },
  { case: 'a wrong number', argv: ['leads', 'list', '--limit', '0'] },
  { case: 'settle without a side', argv: ['conflicts', 'settle', 'x'] },
])('$case is a usage error', async ({ argv }) => {
  house = await openHouse();
  const { exit, err } = await house.say(...argv);
  expect({ exit, isTold: err.length > 0 }).toEqual({ exit: 2, isTold: true });
});
