import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSalesforce, type Salesforce } from '#test/sandbox/salesforce.ts';
import { createCaller, type Caller } from './caller.ts';

let now = 0;
let sandbox: Salesforce;
let caller: Caller;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:10:11.987Z');
  sandbox = await startSalesforce({ now: () => now });
  caller = await createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const DEAL = { Name: 'Fabrikam', StageName: 'Prospecting', CloseDate: '2026-12-31' };
const read = async (id: string, fields: string): Promise<unknown> =>
  (await caller.call('GET', `/sobjects/Opportunity/${id}?fields=${fields}`)).body;

describe('a new row', () => {
  test('answers 201 with its address and the calls used', async () => {
    const reply = await caller.call('POST', '/sobjects/Opportunity', { body: DEAL });
    const id = sandbox.org.rows('Opportunity')[0]?.['Id'];
    expect(reply).toMatchObject({ status: 201, body: { id, success: true, errors: [] } });
    expect(reply.headers.get('location')).toBe(
      `/services/data/v67.0/sobjects/Opportunity/${String(id)}`,
    );
    expect(reply.headers.get('sforce-limit-info')).toBe('api-usage=1/115000');
  });

  test('is stamped in whole seconds with its author, and follows its stage', async () => {
    const id = await caller.create('Opportunity', { ...DEAL, StageName: 'Closed Won', Amount: 50 });
    expect(sandbox.org.row(id)).toMatchObject({
      CreatedDate: '2026-11-24T09:10:11.000+0000',
      LastModifiedDate: '2026-11-24T09:10:11.000+0000',
      SystemModstamp: '2026-11-24T09:10:11.000+0000',
      CreatedById: sandbox.integrationUserId,
      LastModifiedById: sandbox.integrationUserId,
      OwnerId: sandbox.integrationUserId,
      IsClosed: true,
      IsWon: true,
      Probability: 100,
      ForecastCategory: 'Closed',
      ForecastCategoryName: 'Closed',
      ExpectedRevenue: 50,
      LastStageChangeDate: null,
      HasOpportunityLineItem: false,
    });
  });

  test('keeps a probability and a forecast category that are sent with the stage', async () => {
    const id = await caller.create('Opportunity', {
      ...DEAL,
      Probability: 35,
      ForecastCategoryName: 'Omitted',
    });
    expect(await read(id, 'Probability,ForecastCategoryName')).toMatchObject({
      Probability: 35,
      ForecastCategoryName: 'Omitted',
    });
  });

  test.each([
    { case: 'outer blanks go', sent: { Name: '  Fabrikam\t' }, shown: { Name: 'Fabrikam' } },
    { case: 'amounts have two decimals', sent: { Amount: 10.005 }, shown: { Amount: 10.01 } },
    { case: 'an amount may come as text', sent: { Amount: '77.5' }, shown: { Amount: 77.5 } },
    { case: 'an empty text is null', sent: { NextStep: '' }, shown: { NextStep: null } },
    { case: 'names ignore case', sent: { nextstep: 'Call' }, shown: { NextStep: 'Call' } },
    {
      case: 'an unknown stage is stored, and open',
      sent: { StageName: 'Verbal commit' },
      shown: { StageName: 'Verbal commit', IsClosed: false, IsWon: false },
    },
    {
      case: 'a date-time is kept in seconds and shown in UTC',
      sent: { PC_Respond_By__c: '2026-11-30T10:00:00.500+02:00' },
      shown: { PC_Respond_By__c: '2026-11-30T08:00:00.000+0000' },
    },
  ])('$case', async ({ sent, shown }) => {
    const id = await caller.create('Opportunity', { ...DEAL, ...sent });
    expect(sandbox.org.row(id)).toMatchObject(shown);
  });

  test('with ContactId has a primary contact role', async () => {
    const contact = await caller.create('Contact', {
      LastName: 'Doe',
      Email: 'jo@fabrikam.example',
    });
    const id = await caller.create('Opportunity', { ...DEAL, ContactId: contact });
    expect(sandbox.org.rows('OpportunityContactRole')).toMatchObject([
      { OpportunityId: id, ContactId: contact, IsPrimary: true },
    ]);
    expect(await read(id, 'ContactId')).toMatchObject({ ContactId: contact });
  });

  test('a second primary role takes the place of the first', async () => {
    const first = await caller.create('Contact', { LastName: 'Doe' });
    const second = await caller.create('Contact', { LastName: 'Roe' });
    const id = await caller.create('Opportunity', { ...DEAL, ContactId: first });
    await caller.create('OpportunityContactRole', {
      OpportunityId: id,
      ContactId: second,
      IsPrimary: true,
    });
    expect(await read(id, 'ContactId')).toMatchObject({ ContactId: second });
  });
});

describe('a change', () => {
  test('moves the stamps, names its author and leaves the rest', async () => {
    const id = await caller.create('Opportunity', { ...DEAL, Amount: 5, NextStep: 'Call' });
    now += 90_000;
    sandbox.org.update(id, { NextStep: null }, { asUser: 'bruno.lima@contoso.example' });
    expect(sandbox.org.row(id)).toMatchObject({
      Amount: 5,
      NextStep: null,
      CreatedById: sandbox.integrationUserId,
      LastModifiedById: sandbox.org.userId('bruno.lima@contoso.example'),
      CreatedDate: '2026-11-24T09:10:11.000+0000',
      LastModifiedDate: '2026-11-24T09:11:41.000+0000',
      SystemModstamp: '2026-11-24T09:11:41.000+0000',
    });
  });

  test('of stage moves what follows it', async () => {
    const id = await caller.create('Opportunity', { ...DEAL, ForecastCategoryName: 'Omitted' });
    now += 60_000;
    const patch = { body: { StageName: 'Negotiation/Review' } };
    expect(await caller.call('PATCH', `/sobjects/Opportunity/${id}`, patch)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(sandbox.org.row(id)).toMatchObject({
      Probability: 90,
      ForecastCategoryName: 'Pipeline',
      LastStageChangeDate: '2026-11-24T09:11:11.000+0000',
    });
  });

  test.each([
    { pullsCloseDate: false, shown: '2026-12-31' },
    { pullsCloseDate: true, shown: '2026-11-24' },
  ])('to won pulls the close date: $pullsCloseDate', async ({ pullsCloseDate, shown }) => {
    sandbox.switches.pullsCloseDate = pullsCloseDate;
    const id = await caller.create('Opportunity', DEAL);
    sandbox.org.setStage(id, 'Closed Won');
    expect(sandbox.org.row(id)).toMatchObject({ CloseDate: shown, IsWon: true });
  });

  test('of Amount is swallowed while product lines own it', async () => {
    const id = await caller.create('Opportunity', { ...DEAL, Amount: 5 });
    sandbox.org.addProductLines(id, 900);
    const patch = { body: { Amount: 1, NextStep: 'Call' } };
    expect((await caller.call('PATCH', `/sobjects/Opportunity/${id}`, patch)).status).toBe(204);
    expect(sandbox.org.row(id)).toMatchObject({ Amount: 900, NextStep: 'Call' });
  });

  test('is rewritten by a flow in the same transaction', async () => {
    sandbox.org.addFlow('Opportunity', (row) =>
      row['Amount'] === 100 ? { Amount: 120, NextStep: 'Raised' } : undefined,
    );
    const id = await caller.create('Opportunity', { ...DEAL, Amount: 100 });
    expect(sandbox.org.row(id)).toMatchObject({ Amount: 120, NextStep: 'Raised' });
  });

  test('may not name the id, nor the contact', async () => {
    const id = await caller.create('Opportunity', DEAL);
    const contact = await caller.create('Contact', { LastName: 'Doe' });
    const refusals = await Promise.all(
      [{ Id: id }, { ContactId: contact }].map((body) =>
        caller.call('PATCH', `/sobjects/Opportunity/${id}`, { body }),
      ),
    );
    expect(refusals.map((reply) => reply.body)).toMatchObject([
      [{ errorCode: 'INVALID_FIELD' }],
      [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['ContactId'] }],
    ]);
  });

  test.each([400, 409] as const)('of a locked row answers %d', async (lockStatus) => {
    sandbox.switches.lockStatus = lockStatus;
    const id = await caller.create('Opportunity', DEAL);
    sandbox.org.lock(id, 5000);
    const patch = { body: { NextStep: 'Call' } };
    expect(await caller.call('PATCH', `/sobjects/Opportunity/${id}`, patch)).toMatchObject({
      status: lockStatus,
      body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }],
    });
    now += 5000;
    expect((await caller.call('PATCH', `/sobjects/Opportunity/${id}`, patch)).status).toBe(204);
  });

  test('a task moves SystemModstamp of its opportunity, not LastModifiedDate', async () => {
    const id = await caller.create('Opportunity', DEAL);
    now += 60_000;
    const task = await caller.create('Task', { Subject: 'Answer', WhatId: id, PC_Key__c: 'T1' });
    expect(sandbox.org.row(id)).toMatchObject({
      LastModifiedDate: '2026-11-24T09:10:11.000+0000',
      SystemModstamp: '2026-11-24T09:11:11.000+0000',
      HasOpenActivity: true,
    });
    expect(sandbox.org.row(task)).toMatchObject({
      Status: 'Not Started',
      Priority: 'Normal',
      IsClosed: false,
    });
  });
});
