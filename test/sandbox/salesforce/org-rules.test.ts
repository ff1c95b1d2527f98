import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startSalesforce({ now: () => Date.parse('2026-11-24T09:10:11Z') });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const DEAL = { Name: 'Fabrikam', StageName: 'Prospecting', CloseDate: '2026-12-31' };
test('an inactive owner is refused', async () => {
  const owner = sandbox.org.userId('carla.mendes@contoso.example');
  sandbox.org.setActive('carla.mendes@contoso.example', false);
  const body = { ...DEAL, OwnerId: owner };
  expect(await caller.call('POST', '/sobjects/Opportunity', { body })).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INACTIVE_OWNER_OR_USER' }],
  });
});

test('a contact without an address is refused', async () => {
  const body = { LastName: 'Doe', Email: 'jo at fabrikam' };
  expect((await caller.call('POST', '/sobjects/Contact', { body })).body).toEqual([
    {
      errorCode: 'INVALID_EMAIL_ADDRESS',
      message: 'Email: invalid email address: jo at fabrikam',
      fields: ['Email'],
    },
  ]);
});

test('a validation rule refuses, in the words of the admin', async () => {
  sandbox.org.addValidationRule('Opportunity', (row) =>
    row['Amount'] === null ? 'No amount, no deal' : undefined,
  );
  const reply = await caller.call('POST', '/sobjects/Opportunity', { body: DEAL });
  expect(reply.body).toEqual([
    { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'No amount, no deal', fields: [] },
  ]);
});

test('an unknown stage is refused where the org restricts it', async () => {
  sandbox.switches.restrictsStage = true;
  const body = { ...DEAL, StageName: 'Verbal commit' };
  expect((await caller.call('POST', '/sobjects/Opportunity', { body })).body).toMatchObject([
    {
      errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      message: 'Stage: bad value for restricted picklist field: Verbal commit',
    },
  ]);
});
