import { expect, test } from '@jest/globals';
import type { Answer, Call, SalesforceClient } from '#connectors/salesforce/client.ts';
import { createSalesforceProvisioner } from '#connectors/salesforce/provision.ts';
import { REQUEST } from './provision-run.ts';

const clientOver = (answer: (call: Call) => Partial<Answer>): SalesforceClient => ({
  root: '/services/data/v67.0',
  session: async () => ({
    token: 't',
    instanceUrl: 'https://contoso.example',
    organizationId: '00D',
    userId: '005SYNC',
  }),
  call: (async (call: Call) => ({
    status: 200,
    body: undefined,
    failures: [],
    ...answer(call),
  })) as SalesforceClient['call'],
  connection: async () => {
    throw new Error('not used');
  },
  serverNow: () => '2026-11-24T09:10:11.000Z',
  callsLeft: () => undefined,
});

test('pages are followed, writes are marked as such and refusals keep their words', async () => {
  const calls: string[] = [];
  const client = clientOver((call) => {
    calls.push(
      `${call.method} ${call.path.split('?')[0] ?? ''} ${call.isWrite ? 'writes' : 'reads'}`,
    );
    if (call.path === '/services/data/v67.0/query/next')
      return {
        body: { records: [{ Id: '005SYNC', Username: 'sync@contoso.example', Email: null }] },
      };
    if (call.path.startsWith('/query?') && call.path.includes('FROM%20User'))
      return { body: { records: [], nextRecordsUrl: '/services/data/v67.0/query/next' } };
    if (call.method === 'GET') return { body: { records: [] } };
    return {
      status: 400,
      failures: [{ code: 'LIMIT_EXCEEDED', words: 'Too many.', fields: [] }],
    };
  });
  const report = await createSalesforceProvisioner(client).provision(REQUEST);
  expect(calls[0]).toBe('GET /tooling/query reads');
  expect(calls[1]).toBe('POST /tooling/sobjects/CustomField writes');
  expect(calls).toContain('GET /services/data/v67.0/query/next reads');
  expect(report.steps.at(0)).toEqual({
    what: 'field Opportunity.PC_Referral_Id__c',
    state: 'refused',
    words: 'Too many.',
  });
  expect(report.steps.at(-1)).toEqual({
    what: 'permission set PC_Lead_Seller',
    state: 'refused',
    words: 'Too many.',
  });
});

test('an answer in another form is a refused step naming the path, not a crash', async () => {
  const client = clientOver((call) =>
    call.path.startsWith('/tooling/query')
      ? { body: { records: [{ Id: 7 }] } }
      : { body: { records: [] } },
  );
  const report = await createSalesforceProvisioner(client).provision({
    ...REQUEST,
    dryRun: true,
  });
  expect(report.steps[0]).toEqual({
    what: 'list of custom fields',
    state: 'refused',
    words: 'Salesforce answered in another form at “0.Id”.',
  });
});
