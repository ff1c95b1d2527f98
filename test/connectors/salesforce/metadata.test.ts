import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { openSalesforce, OUR_USER } from './open-salesforce.ts';
import { expectComposite, expectDescribe, expectSignIn, org } from './org.ts';
import { describeOf, field, recorded, refusal, ROOT } from './rows.ts';

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
    expect({
      required,
      name: fields.get('Name'),
      amount: fields.get('Amount'),
      closed: fields.get('IsClosed'),
      forecast: fields.get('ForecastCategoryName'),
      unrestricted: fields.get('StageName')?.isRestricted,
      description: fields.get('Description')?.type,
      unique: fields.get('PC_Referral_Id__c')?.isUnique,
      hidden: fields.get('PC_Notes__c'),
    }).toEqual({
      required: ['Name', 'StageName', 'CloseDate'],
      name: {
        name: 'Name',
        label: 'Name',
        type: 'text',
        length: 120,
        isCreateable: true,
        isUpdateable: true,
        isRequired: true,
        isUnique: false,
      },
      amount: {
        name: 'Amount',
        label: 'Amount',
        type: 'money',
        scale: 2,
        isCreateable: true,
        isUpdateable: true,
        isRequired: false,
        isUnique: false,
      },
      closed: {
        name: 'IsClosed',
        label: 'Closed',
        type: 'boolean',
        isCreateable: false,
        isUpdateable: false,
        isRequired: false,
        isUnique: false,
      },
      forecast: {
        name: 'ForecastCategoryName',
        label: 'Forecast Category',
        type: 'picklist',
        length: 255,
        isCreateable: true,
        isUpdateable: true,
        isRequired: false,
        isUnique: false,
        isRestricted: true,
        values: ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'].map((value) => ({
          value,
          label: value,
        })),
      },
      unrestricted: false,
      description: 'longText',
      unique: true,
      hidden: undefined,
    });
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

test('the org and the user are told by the org itself', async () => {
  expectSignIn();
  const sent = expectComposite([
    { status: 200, body: records(recorded('row.Organization') as object) },
    { status: 200, body: records({ Id: OUR_USER, Username: 'sync@contoso.example' }) },
  ]);
  const { crm } = openSalesforce();
  expect(await crm.identify()).toEqual({
    organizationId: '00D0xORGID00000000',
    organizationName: 'CumulusCI - Dev Workspace',
    isSandbox: true,
    userId: OUR_USER,
    userName: 'sync@contoso.example',
  });
  expect(sent.body.collateSubrequests).toBe(false);
});
