import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { openSalesforce } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectSignIn, org } from './org.ts';
import { describeOf, field, refusal, ROOT } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const STAGES = {
  totalSize: 3,
  done: true,
  records: [
    {
      ApiName: 'Prospecting',
      MasterLabel: 'Prospecção',
      IsActive: true,
      IsClosed: false,
      IsWon: false,
      DefaultProbability: 10,
    },
    {
      ApiName: 'Closed Won',
      MasterLabel: 'Ganho',
      IsActive: true,
      IsClosed: true,
      IsWon: true,
      DefaultProbability: 100,
    },
    {
      ApiName: 'Closed Lost',
      MasterLabel: 'Perdido',
      IsActive: false,
      IsClosed: true,
      IsWon: false,
      DefaultProbability: null,
    },
  ],
};
const NO_CURRENCY = {
  status: 400,
  body: refusal('INVALID_FIELD', "No such column 'DefaultCurrencyIsoCode'"),
};
const records = (...rows: object[]) => ({ totalSize: rows.length, done: true, records: rows });

describe('what the connector learns of the opportunity', () => {
  test('stages with their closure, by API name', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    const sent = expectComposite([
      { status: 200, body: STAGES },
      { status: 200, body: records({ DefaultCurrencyIsoCode: 'BRL' }) },
    ]);
    const { crm } = openSalesforce();
    const metadata = await crm.describe();
    expect({
      stages: metadata.stages,
      currencies: metadata.currencies,
      hasCurrencyField: metadata.hasCurrencyField,
    }).toEqual({
      stages: [
        { value: 'Prospecting', label: 'Prospecção', isActive: true, closure: 'open', percent: 10 },
        { value: 'Closed Won', label: 'Ganho', isActive: true, closure: 'won', percent: 100 },
        { value: 'Closed Lost', label: 'Perdido', isActive: false, closure: 'lost', percent: null },
      ],
      currencies: ['BRL'],
      hasCurrencyField: false,
    });
    expect(sent.body.compositeRequest.map((part) => part.url.includes('CurrencyType'))).toEqual([
      false,
      false,
    ]);
  });

  test('fields of the recorded org', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([
      { status: 200, body: STAGES },
      { status: 200, body: records({ DefaultCurrencyIsoCode: 'USD' }) },
    ]);
    const { crm } = openSalesforce();
    const { fields } = await crm.describe();
    const required = [...fields.values()].filter((one) => one.isRequired).map((one) => one.name);
    const readOnly = {
      isCreateable: false,
      isUpdateable: false,
      isRequired: false,
      isUnique: false,
    };
    const free = { ...readOnly, isCreateable: true, isUpdateable: true };
    const values = ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'];
    const label = 'Forecast Category';
    const names = ['Name', 'Amount', 'IsClosed', 'ForecastCategoryName', 'PC_Notes__c'];
    expect(required).toEqual(['Name', 'StageName', 'CloseDate']);
    expect(names.map((name) => fields.get(name))).toEqual([
      { ...free, name: 'Name', label: 'Name', type: 'text', length: 120, isRequired: true },
      { ...free, name: 'Amount', label: 'Amount', type: 'money', scale: 2 },
      { ...readOnly, name: 'IsClosed', label: 'Closed', type: 'boolean' },
      {
        ...free,
        name: 'ForecastCategoryName',
        label,
        type: 'picklist',
        length: 255,
        isRestricted: true,
        values: values.map((value) => ({ value, label: value })),
      },
      undefined,
    ]);
    expect({
      stage: fields.get('StageName')?.isRestricted,
      description: fields.get('Description')?.type,
      referral: fields.get('PC_Referral_Id__c')?.isUnique,
    }).toEqual({ stage: false, description: 'longText', referral: true });
  });

  test('several currencies where the org has them', async () => {
    expectSignIn();
    expectDescribe(
      'Opportunity',
      describeOf('Opportunity', [field('CurrencyIsoCode', 'picklist')]),
    );
    expectComposite([
      { status: 200, body: STAGES },
      { status: 200, body: records({ IsoCode: 'EUR' }, { IsoCode: 'USD' }) },
    ]);
    const { crm } = openSalesforce();
    const { currencies, hasCurrencyField } = await crm.describe();
    expect({ currencies, hasCurrencyField }).toEqual({
      currencies: ['EUR', 'USD'],
      hasCurrencyField: true,
    });
  });

  test.each([
    {
      case: 'the settings tell',
      reply: { features: { defaultCurrencyIsoCode: 'JPY' } },
      is: ['JPY'],
    },
    { case: 'nobody tells', reply: {}, is: [] },
  ])('a sole currency that the organization row lacks: $case', async ({ reply, is }) => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([{ status: 200, body: STAGES }, NO_CURRENCY]);
    org().get(`${ROOT}/connect/organization`).reply(200, reply);
    const { crm } = openSalesforce();
    expect((await crm.describe()).currencies).toEqual(is);
  });

  test('is asked once, and again on request', async () => {
    expectSignIn();
    for (const currency of ['EUR', 'USD']) {
      expectDescribe('Opportunity');
      expectComposite([
        { status: 200, body: STAGES },
        { status: 200, body: records({ DefaultCurrencyIsoCode: currency }) },
      ]);
    }
    const { crm } = openSalesforce();
    const seen = [
      await crm.describe(),
      await crm.describe(),
      await crm.describe({ refresh: true }),
    ];
    expect(seen.map((metadata) => metadata.currencies)).toEqual([['EUR'], ['EUR'], ['USD']]);
  });

  test('a failure is not kept', async () => {
    expectSignIn();
    expectDescribe('Opportunity');
    expectComposite([{ status: 403, body: refusal('INSUFFICIENT_ACCESS', 'no') }, NO_CURRENCY]);
    org().get(`${ROOT}/connect/organization`).reply(404);
    expectComposite([
      { status: 200, body: STAGES },
      { status: 200, body: records({ DefaultCurrencyIsoCode: 'USD' }) },
    ]);
    const { crm } = openSalesforce();
    await expect(crm.describe()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await crm.describe()).currencies).toEqual(['USD']);
  });
});
