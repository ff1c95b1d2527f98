import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { differ } from './differ.ts';
import { openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
});

test('observing: nothing is written, and status counts what would be', async () => {
  house.configure({ mode: 'observe' });
  house.partner.addReferral({ name: 'One' });
  await house.say('sync');
  const { mode, planned, leads } = (await house.json('status')) as Record<string, unknown>;
  expect({ mode, planned, leads, rows: house.crm.org.rows('Opportunity').length }).toEqual({
    mode: 'observe',
    planned: { create: 1, change: 0, close: 0 },
    leads: {
      'in step': 0,
      waiting: 1,
      'action needed': 0,
      refused: 0,
      'left out': 0,
      'set aside': 0,
      gone: 0,
    },
    rows: 0,
  });
});

test('status: how many stand where, and what needs whom', async () => {
  const id = await differ(house);
  await house.arrived({ name: 'Quiet' });
  house.configure({ include: { kinds: ['coSell'] } });
  await house.arrived({ name: 'Another kind' });
  const { exit, out } = await house.say('status');
  expect({ exit, out }).toEqual({
    exit: 0,
    out: [
      'contoso (live)',
      '  in step        1',
      '  waiting        0',
      '  action needed  1',
      '  refused        0',
      '  left out       1',
      '  set aside      0',
      '  gone           0',
      expect.stringMatching(/^ {2}last cycle {5}Nov 25, 2026, 09:\d\d UTC, done$/),
      '',
      expect.stringMatching(/^LEAD +NAME +IS +WHAT$/),
      expect.stringMatching(
        `^${id} +Northwind backup +action needed +Notes shared with Microsoft differs`,
      ),
    ],
  });
});

describe('leads', () => {
  test('list pages by lead and filters', async () => {
    const ids = [await house.arrived(), await house.arrived({ name: 'Other' })].toSorted();
    const page = async (...flags: string[]) => {
      const { leads, next } = (await house.json('leads', 'list', ...flags)) as {
        leads: readonly { referral: string; is: string }[];
        next: string | null;
      };
      return { leads: leads.map(({ referral }) => referral), next };
    };
    const [first = '', second = ''] = ids;
    expect([
      await page('--limit', '1'),
      await page('--limit', '1', '--after', first),
      await page('--search', 'OTHER'),
      await page('--state', 'gone'),
      await page('--needs-person'),
    ]).toEqual([
      { leads: [first], next: first },
      { leads: [second], next: second },
      { leads: [expect.any(String)], next: null },
      { leads: [], next: null },
      { leads: [], next: null },
    ]);
  });

  test('show: each field on both sides and when they last agreed, then the writes', async () => {
    const id = await differ(house);
    await house.say('sync');
    const { exit, out } = await house.say('leads', 'show', 'backup');
    const notes = out.find((line) => line.startsWith('Notes shared with Microsoft'));
    expect({
      exit,
      head: out.slice(0, 2),
      notes: notes?.split(/ {2,}/),
      creates: out.filter((line) => / create {2}/.test(line)).length,
    }).toEqual({
      exit: 0,
      head: [
        'Northwind backup: action needed',
        `Referral ${id}, CRM record ${house.opportunityOf(id)}`,
      ],
      notes: [
        'Notes shared with Microsoft',
        'From the portal.',
        'From the seller.',
        'Wants a backup.',
        'differs',
      ],
      creates: 1,
    });
  });

  test.each([
    {
      text: 'nobody',
      err: ['No lead of contoso has the id or the text "nobody". See: lead-sync leads list'],
    },
    {
      text: 'northwind',
      err: [
        'Several leads fit "northwind". Name one by its id:',
        expect.stringMatching(/^ {4}[\da-f-]{36} {2}Northwind backup$/),
        expect.stringMatching(/^ {4}[\da-f-]{36} {2}Northwind backup$/),
      ],
    },
  ])('show "$text" is a usage error', async ({ text, err }) => {
    await house.arrived();
    await house.arrived();
    expect(await house.say('leads', 'show', text)).toEqual({ exit: 2, out: [], err });
  });
});
