import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { opportunityId } from '#core/lead/ids.ts';
import { isSyncError } from '#core/failures/sync-error.ts';
import { openSalesforce } from './open-salesforce.ts';
import { expectComposite, expectQuery, expectSignIn, org, SERVER_DATE } from './org.ts';
import { refusal, ROOT, ROW_ID } from './rows.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.restore());

const DRAFT = {
  key: 'task-key',
  subject: 'Answer Microsoft lead from Contoso',
  description: 'Accept or decline.',
  due: '2026-11-27',
  ownerId: '005000000000002AAA',
  opportunityId: opportunityId(ROW_ID),
};
const TASK = '00T000000000001AAA';

const rows = (...records: object[]) => ({
  status: 200,
  body: { totalSize: records.length, done: true, records },
});

const expectPost = (status: number, reply: object): { body: object } => {
  const sent = { body: {} };
  org()
    .post(`${ROOT}/sobjects/Task`, (body: object) => {
      sent.body = body;
      return true;
    })
    .reply(status, reply, SERVER_DATE);
  return sent;
};
const expectClose = (status: string) =>
  org().patch(`${ROOT}/sobjects/Task/${TASK}`, { Status: status });

describe('a task', () => {
  test('belongs to the opportunity and its owner, and carries its key', async () => {
    expectSignIn();
    const sent = expectPost(201, { id: TASK, success: true, errors: [] });
    const { crm } = openSalesforce();
    expect(await crm.ensureTask(DRAFT)).toEqual({ kind: 'created', id: TASK });
    expect(sent.body).toEqual({
      Subject: DRAFT.subject,
      Description: DRAFT.description,
      WhatId: ROW_ID,
      OwnerId: DRAFT.ownerId,
      ActivityDate: '2026-11-27',
      Priority: 'High',
      PC_Key__c: 'task-key',
    });
  });

  test('without owner and day names none; an org without our priority gets its own', async () => {
    expectSignIn();
    expectPost(
      400,
      refusal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'Priority: bad value', ['Priority']),
    );
    const second = expectPost(201, { id: TASK, success: true, errors: [] });
    const { crm } = openSalesforce();
    await crm.ensureTask({ ...DRAFT, ownerId: null, due: null });
    expect(second.body).toEqual({
      Subject: DRAFT.subject,
      Description: DRAFT.description,
      WhatId: ROW_ID,
      PC_Key__c: 'task-key',
    });
  });

  test('that exists already is found', async () => {
    expectSignIn();
    expectPost(400, refusal('DUPLICATE_VALUE', 'duplicate value found'));
    const asked = expectQuery([{ Id: TASK, IsDeleted: false }]);
    const { crm } = openSalesforce();
    expect(await crm.ensureTask(DRAFT)).toEqual({ kind: 'found', id: TASK });
    expect(asked.soql).toBe("SELECT Id, IsDeleted FROM Task WHERE PC_Key__c = 'task-key' LIMIT 10");
  });
});

describe('closing a task', () => {
  test("sets the org's own closed status, asked for once", async () => {
    expectSignIn();
    const open = rows({ Id: TASK, IsClosed: false });
    const first = expectComposite([open, rows({ ApiName: 'Erledigt' })]);
    expectClose('Erledigt').reply(204);
    const second = expectComposite([open]);
    expectClose('Erledigt').reply(204);
    const { crm } = openSalesforce();
    await crm.closeTask('task-key');
    await crm.closeTask('task-key');
    expect([first, second].map((sent) => sent.body.compositeRequest.length)).toEqual([2, 1]);
  });

  test.each([
    { case: 'unknown to the org', status: { status: 400, body: refusal('INVALID_TYPE', 'x') } },
    { case: 'none', status: rows() },
  ])('closed statuses $case: the usual one', async ({ status }) => {
    expectSignIn();
    expectComposite([rows({ Id: TASK, IsClosed: false }), status]);
    const close = expectClose('Completed').reply(204);
    const { crm } = openSalesforce();
    await crm.closeTask('task-key');
    expect(close.isDone()).toBe(true);
  });

  test.each([
    { case: 'no such task', tasks: rows() },
    { case: 'closed by its owner already', tasks: rows({ Id: TASK, IsClosed: true }) },
  ])('$case: nothing is written', async ({ tasks }) => {
    expectSignIn();
    const asked = expectComposite([tasks, rows({ ApiName: 'Completed' })]);
    const { crm } = openSalesforce();
    await crm.closeTask('task-key');
    expect(asked.body.compositeRequest.map((part) => part.method)).toEqual(['GET', 'GET']);
  });

  test.each([
    {
      case: 'deleted meanwhile',
      reply: [404, refusal('ENTITY_IS_DELETED', 'x')] as const,
      is: undefined,
    },
    {
      case: 'refused',
      reply: [400, refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'x')] as const,
      is: 'REJECTED',
    },
  ])('$case', async ({ reply: [status, body], is }) => {
    expectSignIn();
    expectComposite([rows({ Id: TASK, IsClosed: false }), rows({ ApiName: 'Completed' })]);
    expectClose('Completed').reply(status, body);
    const { crm } = openSalesforce();
    const code = await crm
      .closeTask('task-key')
      .catch((error: unknown) => isSyncError(error) && error.code);
    expect(code).toBe(is);
  });

  test('whose reply was lost is closed again: that does no harm', async () => {
    expectSignIn();
    expectComposite([rows({ Id: TASK, IsClosed: false }), rows({ ApiName: 'Completed' })]);
    expectClose('Completed').replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    const again = expectClose('Completed').reply(204);
    const { crm } = openSalesforce();
    await crm.closeTask('task-key');
    expect(again.isDone()).toBe(true);
  });

  test('a look-up that is refused is thrown', async () => {
    expectSignIn();
    expectComposite([{ status: 400, body: refusal('INVALID_FIELD', 'x') }, rows()]);
    const { crm } = openSalesforce();
    await expect(crm.closeTask('task-key')).rejects.toMatchObject({ code: 'REJECTED' });
  });
});
