import { afterEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;
const now = Date.parse('2026-11-24T09:10:11Z');

const start = async (options: object = {}): Promise<void> => {
  sandbox = await startSalesforce({ now: () => now, ...options });
  caller = await createCaller(sandbox);
};

afterEach(() => sandbox.stop());

interface Field {
  readonly name: string;
  readonly [key: string]: unknown;
}
const fieldsOf = async (object: string): Promise<ReadonlyMap<string, Field>> => {
  const { body } = await caller.call('GET', `/sobjects/${object}/describe`);
  const { fields } = body as { fields: readonly Field[] };
  return new Map(fields.map((field) => [field.name, field]));
};

test('the objects, none that the org lacks', async () => {
  await start();
  const { body } = await caller.call('GET', '/sobjects');
  const { maxBatchSize, sobjects } = body as {
    maxBatchSize: number;
    sobjects: readonly { name: string }[];
  };
  const names = sobjects.map((object) => object.name);
  expect(maxBatchSize).toBe(200);
  expect(names).toContain('Opportunity');
  expect(names).not.toContain('CurrencyType');
});

test('fields as the org has them', async () => {
  await start();
  const fields = await fieldsOf('Opportunity');
  expect(fields.get('Name')).toMatchObject({
    type: 'string',
    length: 120,
    nillable: false,
    createable: true,
    updateable: true,
    defaultedOnCreate: false,
  });
  expect(fields.get('Amount')).toMatchObject({ type: 'currency', precision: 18, scale: 2 });
  expect(fields.get('ContactId')).toMatchObject({ createable: true, updateable: false });
  expect(fields.get('IsWon')).toMatchObject({ createable: false, updateable: false });
  expect(fields.get('StageName')).toMatchObject({ restrictedPicklist: false });
  expect(fields.get('PC_Referral_Id__c')).toMatchObject({
    label: 'Referral Id',
    custom: true,
    externalId: true,
    unique: true,
    caseSensitive: false,
    length: 36,
  });
  expect(fields.has('CurrencyIsoCode')).toBe(false);
  expect(fields.has('RecordTypeId')).toBe(false);
});

test('stages follow the active rows', async () => {
  await start();
  sandbox.org.addStage({ name: 'Verbal', label: 'Verbal commit', percent: 95, category: 'Commit' });
  sandbox.org.retireStage('Qualification');
  const values = (await fieldsOf('Opportunity')).get('StageName')?.['picklistValues'] as readonly {
    value: string;
    label: string;
  }[];
  expect(values.map((entry) => entry.value)).toEqual([
    'Prospecting',
    'Needs Analysis',
    'Value Proposition',
    'Id. Decision Makers',
    'Perception Analysis',
    'Proposal/Price Quote',
    'Negotiation/Review',
    'Closed Won',
    'Closed Lost',
    'Verbal',
  ]);
  expect(values.at(-1)?.label).toBe('Verbal commit');
});

describe('several currencies', () => {
  test('bring their field, their object and the default of the org', async () => {
    await start({ currencies: ['EUR', 'BRL'] });
    expect((await fieldsOf('Opportunity')).get('CurrencyIsoCode')).toMatchObject({
      restrictedPicklist: true,
      picklistValues: [{ value: 'EUR' }, { value: 'BRL' }],
    });
    const soql =
      'SELECT IsoCode, IsCorporate FROM CurrencyType WHERE IsActive = true ORDER BY IsoCode';
    expect((await caller.query(soql)).body).toMatchObject({
      records: [
        { IsoCode: 'BRL', IsCorporate: false },
        { IsoCode: 'EUR', IsCorporate: true },
      ],
    });
    const deal = { Name: 'a', StageName: 'Prospecting', CloseDate: '2026-12-31' };
    const id = await caller.create('Opportunity', deal);
    expect(sandbox.org.row(id)).toMatchObject({ CurrencyIsoCode: 'EUR' });
    const body = { ...deal, CurrencyIsoCode: 'JPY' };
    expect((await caller.call('POST', '/sobjects/Opportunity', { body })).body).toMatchObject([
      { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['CurrencyIsoCode'] },
    ]);
  });

  test('or one, told by the organization settings', async () => {
    await start({ currencies: ['BRL'] });
    expect((await caller.call('GET', '/connect/organization')).body).toMatchObject({
      orgId: sandbox.organizationId,
      features: { defaultCurrencyIsoCode: 'BRL', multiCurrency: false },
    });
  });
});

describe('a hidden field', () => {
  test('is nowhere: describe, query, write', async () => {
    await start();
    sandbox.org.hideField('Opportunity', 'Amount');
    const patch = { body: { Name: 'a', StageName: 'x', CloseDate: '2026-12-31', Amount: 5 } };
    expect((await fieldsOf('Opportunity')).has('Amount')).toBe(false);
    expect((await caller.query('SELECT Amount FROM Opportunity')).body).toMatchObject([
      { errorCode: 'INVALID_FIELD' },
    ]);
    expect((await caller.call('POST', '/sobjects/Opportunity', patch)).body).toEqual([
      {
        errorCode: 'INVALID_FIELD',
        message: "No such column 'Amount' on sobject of type Opportunity",
      },
    ]);
    sandbox.org.showField('Opportunity', 'Amount');
    expect((await fieldsOf('Opportunity')).has('Amount')).toBe(true);
  });

  test('for one profile is there for another', async () => {
    await start();
    sandbox.org.hideField('Opportunity', 'Amount', 'Standard User');
    expect((await fieldsOf('Opportunity')).has('Amount')).toBe(true);
  });

  test('may be read-only instead', async () => {
    await start();
    sandbox.org.protectField('Opportunity', 'NextStep');
    expect((await fieldsOf('Opportunity')).get('NextStep')).toMatchObject({
      createable: false,
      updateable: false,
    });
  });
});

test('a record type brings its field and its info', async () => {
  await start();
  const id = sandbox.org.addRecordType('Opportunity', 'Co_Sell');
  const { body } = await caller.call('GET', '/sobjects/Opportunity/describe');
  expect(body).toMatchObject({
    recordTypeInfos: [
      { recordTypeId: id, developerName: 'Co_Sell', name: 'Co Sell', available: true },
      { recordTypeId: '012000000000000AAA', master: true },
    ],
  });
  expect((await fieldsOf('Opportunity')).has('RecordTypeId')).toBe(true);
});

test('nothing new since then answers 304', async () => {
  await start();
  const headers = { 'If-Modified-Since': new Date(now).toUTCString() };
  const path = '/sobjects/Opportunity/describe';
  expect((await caller.call('GET', path, { headers })).status).toBe(304);
});
