import { afterEach, describe, expect, test } from '@jest/globals';
import { TENANT, openHouse, type House } from './house.ts';

let house: House;
afterEach(async () => {
  await house.stop();
});

test('from nothing to a lead in the CRM: connect, provision, check, sync', async () => {
  house = await openHouse({ provisioned: false });
  delete house.env['PC_REFRESH_TOKEN'];
  house.configure({
    partnerCenter: {
      tenantId: 'contoso.example',
      clientId: 'pc-app',
      clientSecret: '${PC_CLIENT_SECRET}',
      apiUrl: house.partner.url,
      loginUrl: house.partner.url,
    },
  });
  const is = async (): Promise<Record<string, string>> => {
    const findings = (await house.json('check')) as readonly { what: string; is: string }[];
    const wanted = ['Partner Center', 'CRM', 'World', 'Our fields', 'Owner'];
    return Object.fromEntries(
      findings.filter(({ what }) => wanted.includes(what)).map((it) => [it.what, it.is]),
    );
  };
  const first = await is();

  house.onLine = (line) => {
    if (line.includes('enter the code')) house.partner.approveSignIn();
  };
  const connected = await house.say('connect', 'partner-center');
  const tried = await house.say('provision', '--dry-run');
  const between = await is();
  const provisioned = await house.say('provision', '--sellers', 'bruno.lima@contoso.example');
  const again = (await house.json('provision')) as { steps: readonly { state: string }[] };
  const ready = await is();
  const id = await house.arrived();

  expect({
    first,
    exits: [connected.exit, tried.exit, provisioned.exit],
    between,
    again: [...new Set(again.steps.map(({ state }) => state))],
    ready,
    opportunities: house.crm.org.rows('Opportunity').map((row) => row['PC_Referral_Id__c']),
  }).toEqual({
    first: {
      'Partner Center': 'blocks',
      CRM: 'ok',
      World: 'ok',
      'Our fields': 'blocks',
      Owner: 'ok',
    },
    exits: [0, 0, 0],
    between: {
      'Partner Center': 'ok',
      CRM: 'ok',
      World: 'ok',
      'Our fields': 'blocks',
      Owner: 'ok',
    },
    again: ['present'],
    ready: { 'Partner Center': 'ok', CRM: 'ok', World: 'ok', 'Our fields': 'ok', Owner: 'ok' },
    opportunities: [id],
  });
  const audit = await house.store.audit.list(TENANT, 10);
  expect(audit.map(({ by, verb, subject }) => `${by} ${verb} ${subject}`)).toEqual([
    'ana provision salesforce',
    'ana provision salesforce',
    'ana connect partner-center',
  ]);
});

describe('provision', () => {
  test('--sfdx writes the package and needs neither a key nor the org', async () => {
    house = await openHouse();
    house.env['LEAD_SYNC_KEY'] = undefined;
    const before = house.crm.usage().used;
    const { exit } = await house.say('provision', '--sfdx', '/package');
    const paths = [...house.files.keys()];
    expect({ exit, calls: house.crm.usage().used - before }).toEqual({ exit: 0, calls: 0 });
    expect(paths).toContain('/package/sfdx-project.json');
    expect(paths).toContain(
      '/package/force-app/main/default/permissionsets/PC_Lead_Seller.permissionset-meta.xml',
    );
  });

  test('a seller nobody knows needs a person', async () => {
    house = await openHouse();
    const { exit, err } = await house.say('provision', '--sellers', 'x@y.example');
    expect({ exit, err }).toEqual({
      exit: 1,
      err: ['No active user has the user name or e-mail x@y.example.'],
    });
  });
});

describe('check', () => {
  test('an owner nobody knows is a warning, which blocks nothing', async () => {
    house = await openHouse();
    house.configure({ assign: { default: 'gone@contoso.example' } });
    const { exit, out } = await house.say('check');
    const owner = out.filter((line) => line.startsWith('Owner')).map((line) => line.split(/ {2,}/));
    expect({ exit, owner }).toEqual({
      exit: 0,
      owner: [['Owner', 'warning', 'no active CRM user has the e-mail gone@contoso.example']],
    });
  });

  test('a side out of reach hides nothing of the other', async () => {
    house = await openHouse();
    house.partner.server.plan({ fault: { kind: 'loseReply' }, times: 50 });
    const { exit, out } = await house.say('check');
    const states = out.slice(2).map((line) => line.split(/ {2,}/).slice(0, 2).join(': '));
    expect(exit).toBe(3);
    expect(states).toEqual(
      expect.arrayContaining(['Partner Center: out of reach', 'CRM: ok', 'Our fields: ok']),
    );
  });
});
