import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canonical } from '#core/merge/plan-atoms.ts';
import type { Mapping, Policy } from '#core/mapping/rule.ts';
import { rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, like, seller, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const told = (partner: string, crm: string): string =>
  `Notes shared with Microsoft differs: Partner Center has “${partner}”, this record has “${crm}”. Set Settle to Keep mine or Take Partner Center's.`;

const inConflict = (partner: string, crm: string) =>
  like(AT_WORK, {
    seller: { notes: crm, status: 'Action needed', message: told(partner, crm) },
    portal: { notes: partner },
  });

const settled = (notes: string) => like(AT_WORK, { seller: { notes }, portal: { notes } });

/** Both sides change the notes, apart beyond joining. */
const clash = async (partner: string, crm: string): Promise<string> => {
  const id = await arrived(harness, ACCEPTED);
  harness.partner.save(id, { details: { notes: partner } });
  harness.sell(id, { PC_Notes__c: crm });
  await rest(harness);
  expect(shown(harness, id)).toEqual(inConflict(partner, crm));
  return id;
};

const withPolicy =
  (conflict: Policy) =>
  (mapping: Mapping): Mapping => ({
    ...mapping,
    rules: mapping.rules.map((rule) => (rule.lead === 'value' ? { ...rule, conflict } : rule)),
  });

describe('a conflict', () => {
  test.each([
    { choice: 'Keep mine', notes: 'Mine.' },
    { choice: "Take Partner Center's", notes: 'Theirs.' },
  ])('settled on the record, $choice', async ({ choice, notes }) => {
    const id = await clash('Theirs.', 'Mine.');
    harness.sell(id, { PC_Settle__c: choice });
    await harness.cycle();
    expect(shown(harness, id)).toEqual(settled(notes));
    await rest(harness);
  });

  test('settled in the same save as a last edit: that edit is what is kept', async () => {
    const id = await clash('Theirs.', 'Mine.');
    harness.sell(id, { PC_Notes__c: 'Mine, better.', PC_Settle__c: 'Keep mine' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(settled('Mine, better.'));
  });

  test.each(['Keep mine', "Take Partner Center's"])(
    'settled as %s after Partner Center has changed since it was told: told anew, not decided',
    async (choice) => {
      const id = await clash('Theirs.', 'Mine.');
      harness.partner.save(id, { details: { notes: 'Theirs, newer.' } });
      harness.sell(id, { PC_Settle__c: choice });
      await rest(harness);
      expect(shown(harness, id)).toEqual(inConflict('Theirs, newer.', 'Mine.'));
      harness.sell(id, { PC_Settle__c: choice });
      await rest(harness);
      expect(shown(harness, id)).toEqual(
        settled(choice === 'Keep mine' ? 'Mine.' : 'Theirs, newer.'),
      );
    },
  );

  test('refreshed by an edit on either side: the message shows what stands now', async () => {
    const id = await clash('Theirs.', 'Mine.');
    harness.sell(id, { PC_Notes__c: 'Mine, better.' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(inConflict('Theirs.', 'Mine, better.'));
    harness.partner.save(id, { details: { notes: 'Theirs, newer.' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(inConflict('Theirs, newer.', 'Mine, better.'));
  });

  test('closed by itself once both sides say the same', async () => {
    const id = await clash('Theirs.', 'Mine.');
    harness.sell(id, { PC_Notes__c: 'Theirs.' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(settled('Theirs.'));
    harness.sell(id, { PC_Notes__c: 'Next.' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(settled('Next.'));
  });

  test('reopens only by a new clash: a settled one is over', async () => {
    const id = await clash('Theirs.', 'Mine.');
    harness.sell(id, { PC_Settle__c: 'Keep mine' });
    await rest(harness);
    harness.partner.save(id, { details: { notes: 'Portal again.' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(settled('Portal again.'));
  });

  test('one Settle serves all conflicts of the record', async () => {
    await harness.stop();
    harness = await startHarness({ mapping: withPolicy('ask') });
    const id = await arrived(harness, ACCEPTED);
    harness.partner.save(id, { details: { notes: 'Theirs.', dealValue: 1 } });
    harness.sell(id, { PC_Notes__c: 'Mine.', Amount: 2 });
    await rest(harness);
    expect(seller(harness, id).message).toBe(
      "Estimated deal value differs: Partner Center has “1 GBP”, this record has “2 GBP”. Set Settle to Keep mine or Take Partner Center's.\n" +
        told('Theirs.', 'Mine.'),
    );
    harness.sell(id, { PC_Settle__c: "Take Partner Center's" });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(settled('Theirs.'), { seller: { value: '1 GBP' }, portal: { value: '1 GBP' } }),
    );
  });

  test('Settle without a conflict is emptied and does nothing', async () => {
    const id = await arrived(harness, ACCEPTED);
    harness.sell(id, { PC_Settle__c: 'Keep mine' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(AT_WORK);
  });

  test.each([
    { how: 'as it stands', partner: 'Theirs.', is: settled('Mine.') },
    { how: 'as it stood before', partner: 'Older.', is: inConflict('Theirs.', 'Mine.') },
  ])('settled by command, $how', async ({ partner, is }) => {
    const id = await clash('Theirs.', 'Mine.');
    const link = await harness.link(id);
    const [open] = link.conflicts;
    const request = {
      kind: 'settle',
      key: open?.key ?? '',
      choice: 'crm',
      ifPartner: canonical(partner),
      ifCrm: canonical({ PC_Notes__c: 'Mine.' }),
      by: 'ada',
    } as const;
    await harness.store.links.save({ ...link, requests: [request] });
    await harness.store.links.markDue(link.tenant, [link.referral]);
    await rest(harness);
    expect(shown(harness, id)).toEqual(is);
  });
});
