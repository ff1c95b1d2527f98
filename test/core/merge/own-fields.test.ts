import { describe, expect, test } from '@jest/globals';
import { STAGES } from '#core/lead/stage.ts';
import { ownFieldsToWrite, statusOf, statusToWrite } from '#core/merge/own-fields.ts';
import type { Note } from '#core/sync/link.ts';
import { withField, withoutField } from '#test/core/mapping/standard-org.ts';
import { contextOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { REFERRAL, edited, partnerViewOf, viewsOf } from '#test/support/views-of.ts';

const context = contextOf();
const views = viewsOf('accepted', context);
const link = linkInStep(views, context);
const noted = (...keys: readonly string[]): Note[] => keys.map((key) => ({ key, values: {} }));

test.each([
  { keys: [], is: 'Synced' },
  { keys: ['note.oneWay'], is: 'Synced' },
  { keys: ['note.oneWay', 'wait.reason'], is: 'Waiting' },
  { keys: ['wait.reason', 'action.conflict', 'note.oneWay'], is: 'Action needed' },
  { keys: ['action.conflict', 'action.refused'], is: 'Error' },
])('notes $keys mean $is', ({ keys, is }) => {
  expect(statusOf(noted(...keys))).toBe(is);
});

describe('our own fields', () => {
  test('are all news to a row that has been told nothing', () => {
    expect(ownFieldsToWrite({ ...link, told: {} }, views, [], context)).toEqual({
      PC_Referral_Id__c: REFERRAL,
      PC_Referral_Link__c: 'https://partner.example/referral',
      PC_Referral_Stage__c: 'Accepted',
      PC_Sync_Status__c: 'Synced',
      PC_Sync_Message__c: 'synced',
    });
  });

  test('are not written to say the same again, whatever the row shows', () => {
    const changed = edited(views, { crm: { PC_Sync_Message__c: 'mine', PC_Referral_Id__c: null } });
    expect(ownFieldsToWrite(link, changed, [], context)).toEqual({});
  });

  test.each(STAGES.map((stage) => ({ stage })))('tell the stage $stage', ({ stage }) => {
    const told = ownFieldsToWrite(link, { partner: partnerViewOf(stage), crm: null }, [], context);
    const word = `${stage[0]?.toUpperCase() ?? ''}${stage.slice(1)}`;
    expect(told).toEqual(stage === 'accepted' ? {} : { PC_Referral_Stage__c: word });
  });

  test('say what to do first, each sentence once', () => {
    const notes = noted('note.oneWay', 'wait.reason', 'action.conflict', 'note.oneWay');
    expect(ownFieldsToWrite(link, views, notes, context)).toEqual({
      PC_Sync_Status__c: 'Action needed',
      PC_Sync_Message__c: 'action.conflict\nwait.reason\nnote.oneWay',
    });
  });

  test('are cut to what the field takes', () => {
    const metadata = withField(context.metadata, 'PC_Sync_Message__c', { length: 6 });
    const told = ownFieldsToWrite(link, views, noted('action.conflict'), contextOf({ metadata }));
    expect(told['PC_Sync_Message__c']).toBe('action');
  });

  test('that the org does not have are left out', () => {
    const metadata = withoutField(context.metadata, 'PC_Sync_Message__c');
    const told = ownFieldsToWrite(link, views, noted('action.conflict'), contextOf({ metadata }));
    expect(told).toEqual({ PC_Sync_Status__c: 'Action needed' });
  });

  test('empty a Settle that was read, and no empty one', () => {
    const rows = ['Keep mine', null].map((PC_Settle__c) =>
      edited(views, { crm: { PC_Settle__c } }),
    );
    expect(rows.map((row) => ownFieldsToWrite(link, row, [], context))).toEqual([
      { PC_Settle__c: null },
      {},
    ]);
  });

  test('status and message go alone where nothing else is known', () => {
    const gone = { ...link, notes: noted('action.gone.partner') };
    expect([statusToWrite(gone, context), statusToWrite(link, context)]).toEqual([
      { PC_Sync_Status__c: 'Action needed', PC_Sync_Message__c: 'action.gone.partner' },
      {},
    ]);
  });
});
