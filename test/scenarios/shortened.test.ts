import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Mapping } from '#core/mapping/rule.ts';
import { minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** After the first cycle nothing is written any more, and nothing moves. */
const noEcho = async (): Promise<void> => {
  await minutes(harness, 1);
  expect(await writesOf(harness, () => rest(harness))).toEqual([]);
};

const noteField = (length: number) =>
  ({ name: 'Short__c', label: 'Short', type: 'textarea', length }) as const;

const notesIn =
  (crm: string) =>
  (mapping: Mapping): Mapping => ({
    ...mapping,
    rules: mapping.rules.map((rule) => (rule.lead === 'notes' ? { ...rule, crm } : rule)),
  });

const LONG = 'First words of a long story that the short field cannot hold to its end.';
const shortened = (text: string) => ({
  short: text,
  message:
    'Notes shared with Microsoft is longer than the field here and shows only its beginning. The whole text is in Partner Center.',
});
const look = (id: string) => ({
  short: harness.opportunity(id)['Short__c'],
  message: harness.opportunity(id)['PC_Sync_Message__c'],
  whole: shown(harness, id).portal.notes,
});

describe('notes longer than the field here', () => {
  beforeEach(async () => {
    await harness.stop();
    harness = await startHarness({ mapping: notesIn('Short__c') });
    harness.crm.org.addField('Opportunity', noteField(30));
  });

  test('show their beginning, say so, and never go back short', async () => {
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: LONG } });
    await noEcho();
    expect(look(id)).toEqual({ ...shortened(LONG.slice(0, 30)), whole: LONG });
  });

  test('an edit of the short copy is carried over to the whole', async () => {
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: LONG } });
    harness.sell(id, { Short__c: LONG.slice(0, 30).replace('words', 'lines') });
    await noEcho();
    expect(look(id)).toEqual({
      ...shortened(LONG.slice(0, 30).replace('words', 'lines')),
      whole: LONG.replace('words', 'lines'),
    });
  });

  test('a new short text instead of the long one: a person decides', async () => {
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: LONG } });
    harness.sell(id, { Short__c: 'Something else entirely.' });
    await noEcho();
    expect(look(id)).toEqual({
      short: 'Something else entirely.',
      message: `Notes shared with Microsoft differs: Partner Center has “${LONG}”, this record has “Something else entirely.”. Set Settle to Keep mine or Take Partner Center's.`,
      whole: LONG,
    });
    harness.sell(id, { PC_Settle__c: 'Keep mine' });
    await noEcho();
    expect(look(id)).toEqual({
      short: 'Something else entirely.',
      message: 'In step with Partner Center.',
      whole: 'Something else entirely.',
    });
  });

  test('cut inside a pair of UTF-16 units: never half an emoji', async () => {
    const text = `${'x'.repeat(29)}👍 and more`;
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: text } });
    await noEcho();
    expect(look(id)).toMatchObject({ short: 'x'.repeat(29), whole: text });
  });
});

test('a long name is cut at creation and never sent back', async () => {
  const name = 'A very long name of a deal '.repeat(10).trim();
  const id = await arrived(harness, { ...ACCEPTED, name });
  await noEcho();
  expect(harness.opportunity(id)['Name']).toBe(name.slice(0, 120).trim());
  harness.sell(id, { Name: 'Renamed by the seller' });
  await noEcho();
  expect(harness.partner.referral(id).name).toBe(name);
  expect(shown(harness, id)).toEqual(AT_WORK);
});
