import { describe, expect, test } from '@jest/globals';
import { plan } from '#core/merge/plan.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import { NOW, SHIPPED, contextOf, keyOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';
import { DATA, nextOnRow } from './planned-row.ts';

const context = contextOf();
const ALONE = { ...context, isOneByOne: { partner: false, crm: true } };
const NOTES = keyOf(context, 'notes');
const accepted = viewsOf('accepted', context);
const received = viewsOf('received', context);

describe('one write', () => {
  test('takes data, stage and our own fields together', () => {
    const link = linkInStep(received, context);
    const views = edited(received, { partner: DATA, partnerView: { stage: 'accepted' } });
    const is = nextOnRow(link, views);
    expect([is.fields, is.atoms, is.stageBase]).toEqual([
      {
        PC_Notes__c: 'theirs',
        PC_Campaign_Id__c: 'c-1',
        StageName: 'Qualification',
        PC_Referral_Stage__c: 'Accepted',
      },
      [NOTES, keyOf(context, 'campaignId'), 'stage'],
      {
        partner: 'accepted',
        closure: 'open',
        stageValue: 'Qualification',
        answer: null,
        reason: null,
      },
    ]);
  });

  test('moves the agreed stage only once it is written', () => {
    const link = linkInStep(received, context);
    const views = edited(received, { partnerView: { stage: 'accepted' } });
    expect(plan(link, views, context).link.stageBase).toEqual(link.stageBase);
  });

  test('goes one by one after a refusal that blames nothing, the stage last and our words with it', () => {
    const link = linkInStep(received, context);
    const views = edited(received, { partner: DATA, partnerView: { stage: 'accepted' } });
    const first = nextOnRow(link, views, ALONE);
    const last = nextOnRow(link, edited(received, { partnerView: { stage: 'accepted' } }), ALONE);
    expect([first.fields, first.keys, last.fields]).toEqual([
      { PC_Notes__c: 'theirs' },
      [NOTES, keyOf(context, 'campaignId'), 'stage'],
      { StageName: 'Qualification', PC_Referral_Stage__c: 'Accepted' },
    ]);
  });

  test('of an ending takes the reason, and what the org wants set with it', () => {
    const mapping = {
      ...SHIPPED,
      constants: [
        ...SHIPPED.constants,
        { constant: 'Other', crm: 'NextStep', when: ['expired', 'lost'] as const },
        { constant: 'Won', crm: 'Description', when: ['won'] as const },
      ],
    };
    const field = {
      label: '',
      type: 'text',
      isCreateable: true,
      isUpdateable: true,
      isRequired: false,
      isUnique: false,
    } as const;
    const fields = new Map(context.metadata.fields);
    for (const name of ['NextStep', 'Description']) fields.set(name, { ...field, name });
    const metadata = { ...context.metadata, fields };
    const using = contextOf({ mapping, metadata });
    const link = linkInStep(accepted, using);
    const lost = { stage: 'lost', reason: 'Others' } as const;
    const writes = [null, 'kept'].map(
      (NextStep) =>
        nextOnRow(link, edited(accepted, { partnerView: lost, crm: { NextStep } }), using).fields,
    );
    const closing = {
      StageName: 'Closed Lost',
      PC_Reason__c: 'Others',
      PC_Referral_Stage__c: 'Lost',
    };
    expect(writes).toEqual([{ ...closing, NextStep: 'Other' }, closing]);
  });
});

describe('a row that takes no write once closed', () => {
  const using = contextOf({ closedRowsWritable: false });
  const won = viewsOf('won', using);

  test('gets none, not even our own words', () => {
    const link = linkInStep(won, using, { told: {} });
    expect(nextOnRow(link, edited(won, { partner: DATA }), using).fields).toBeNull();
  });

  test('keeps its refusals, each once', () => {
    const refused = (['crm', 'partner'] as const).map((side) => ({
      key: NOTES,
      side,
      value: '""',
      mappingVersion: SHIPPED.version,
      words: 'no',
      at: NOW,
    }));
    const link = linkInStep(won, using, { refused });
    const once = plan(link, won, using).link;
    const twice = plan(once, won, using).link;
    expect([once.refused, twice.refused]).toEqual([[refused[0]], [refused[0]]]);
  });

  test('gets them while it is open', () => {
    const link = linkInStep(accepted, using);
    expect(nextOnRow(link, edited(accepted, { partner: DATA }), using).fields).toEqual({
      PC_Notes__c: 'theirs',
      PC_Campaign_Id__c: 'c-1',
    });
  });
});

const isHeld: PlanContext['isHeld'] = (kind, subject) =>
  kind === 'clears' && subject === 'crm:notes';

describe('an emptied field', () => {
  const views = edited(accepted, { partner: { notes: null, campaignId: 'c-1' } });
  const link = linkInStep(accepted, context);
  const uses = [{ kind: 'clears', subject: 'crm:notes' }];

  test('is counted', () => {
    const is = nextOnRow(link, views);
    expect([is.fields, is.uses]).toEqual([{ PC_Notes__c: null, PC_Campaign_Id__c: 'c-1' }, uses]);
  });

  test('is held by its own brake alone', () => {
    const is = nextOnRow(link, views, { ...context, isHeld });
    expect([
      is.fields?.['PC_Notes__c'],
      is.fields?.['PC_Campaign_Id__c'],
      is.told,
      is.uses,
    ]).toEqual([undefined, 'c-1', ['wait.brake'], uses]);
  });

  test('that every answer empties is no sign of anything', () => {
    const answered = edited(received, { partner: { respondBy: null } });
    const is = nextOnRow(linkInStep(received, context), answered);
    expect([is.fields, is.uses]).toEqual([{ PC_Respond_By__c: null }, []]);
  });
});
