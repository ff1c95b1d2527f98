import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { differ as changedOnBothSides } from './differ.ts';
import { TENANT, openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
});

const notesOf = (id: string): readonly unknown[] => [
  house.partner.referral(id).details.notes,
  house.crm.org.row(house.opportunityOf(id))?.['PC_Notes__c'],
];

const differ = async (): Promise<string> => {
  const id = await changedOnBothSides(house);
  await house.say('sync');
  return id;
};

const audit = async (): Promise<readonly string[]> =>
  (await house.store.audit.list(TENANT, 10)).map(
    ({ by, verb, subject }) => `${by} ${verb} ${subject}`,
  );

describe('conflicts', () => {
  test('list shows both values', async () => {
    const id = await differ();
    const { exit, out } = await house.say('conflicts', 'list');
    expect({ exit, rows: out.map((line) => line.split(/ {2,}/).slice(0, 5)) }).toEqual({
      exit: 0,
      rows: [
        ['LEAD', 'NAME', 'FIELD', 'PARTNER CENTER', 'CRM'],
        [
          id,
          'Northwind backup',
          'Notes shared with Microsoft (notes)',
          'From the portal.',
          'From the seller.',
        ],
      ],
    });
  });

  test.each([
    { keep: 'partner', field: [], both: 'From the portal.' },
    { keep: 'crm', field: ['notes'], both: 'From the seller.' },
    { keep: 'crm', field: ['PC_Notes__c'], both: 'From the seller.' },
  ])('settle $field --keep $keep ends it on both sides', async ({ keep, field, both }) => {
    const id = await differ();
    const { exit, err } = await house.say('conflicts', 'settle', id, ...field, '--keep', keep);
    expect({ exit, err, notes: notesOf(id), left: await house.json('conflicts', 'list') }).toEqual({
      exit: 0,
      err: [],
      notes: [both, both],
      left: [],
    });
    expect(await audit()).toEqual([`ana settle ${id} notes|PC_Notes__c| keep ${keep}`]);
  });

  test('a value that changed after it was shown is not overwritten', async () => {
    const id = await differ();
    house.clock.advance(60_000);
    house.partner.edit(id, (document) => {
      document.details.notes = 'Even newer.';
    });
    const { exit, err } = await house.say('conflicts', 'settle', id, '--keep', 'crm');
    expect({ exit, err, notes: notesOf(id) }).toEqual({
      exit: 1,
      err: [
        'Notes shared with Microsoft: not settled yet. If a value has changed meanwhile, look again and settle anew.',
      ],
      notes: ['Even newer.', 'From the seller.'],
    });
  });

  test('a field that does not differ is a usage error that names those that do', async () => {
    const id = await differ();
    expect(await house.say('conflicts', 'settle', id, 'value', '--keep', 'crm')).toEqual({
      exit: 2,
      out: [],
      err: ['“value” does not differ. These do: notes.'],
    });
  });
});

/** The org has refused the notes. */
const refused = async (): Promise<string> => {
  const id = await house.arrived();
  const { link } = (await house.store.links.list(TENANT, {}, { limit: 1 }))[0] ?? {};
  if (link === undefined) throw new Error('no link');
  const at = house.clock.now();
  const entry = {
    key: 'notes|PC_Notes__c|',
    side: 'crm' as const,
    value: '{"PC_Notes__c":"x"}',
    mappingVersion: 'v',
    words: 'Notes must name a product',
    at,
  };
  await house.store.links.save({ ...link, refused: [entry] });
  return id;
};

describe('parked', () => {
  test('list gives the words of the system', async () => {
    const id = await refused();
    const { exit, out } = await house.say('parked', 'list');
    expect({ exit, row: out[1]?.split(/ {2,}/).slice(0, 5) }).toEqual({
      exit: 0,
      row: [
        id,
        'Northwind backup',
        'Notes shared with Microsoft',
        'The CRM',
        'Notes must name a product',
      ],
    });
  });

  test.each([{ which: ['--all'] }, { which: ['backup'] }])(
    'replay $which tries it again',
    async ({ which }) => {
      const id = await refused();
      const { exit } = await house.say('parked', 'replay', ...which);
      expect({ exit, left: await house.json('parked', 'list'), audit: await audit() }).toEqual({
        exit: 0,
        left: [],
        audit: [`ana replay ${id}`],
      });
    },
  );

  test('replay of nothing named is a usage error', async () => {
    expect((await house.say('parked', 'replay')).exit).toBe(2);
  });
});

describe('leads stop', () => {
  test('holds a decline that waits, until the answer changes', async () => {
    const id = await house.arrived();
    const row = house.opportunityOf(id);
    house.crm.org.update(row, { PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' });
    await house.say('sync');
    const { exit, err } = await house.say('leads', 'stop', id);
    house.clock.advance(3_600_000);
    await house.say('sync');
    expect({
      exit,
      err,
      stage: house.partner.referral(id).substatus,
      message: house.crm.org.row(row)?.['PC_Sync_Message__c'],
      audit: await audit(),
    }).toEqual({
      exit: 0,
      err: [],
      stage: 'Received',
      message: expect.stringContaining('“Decline” was stopped and is not sent.'),
      audit: [expect.stringContaining(`stop ${id}`)],
    });
    house.crm.org.update(row, { PC_Decision__c: null });
    await house.say('sync');
    house.crm.org.update(row, { PC_Decision__c: 'Decline' });
    await house.say('sync');
    house.clock.advance(3_600_000);
    await house.say('sync');
    expect(house.partner.referral(id).substatus).toBe('Declined');
  });

  test('with nothing on its way is a usage error', async () => {
    const id = await house.arrived();
    expect(await house.say('leads', 'stop', id)).toEqual({
      exit: 2,
      out: [],
      err: ['Nothing of “Northwind backup” waits to be sent: there is nothing to stop.'],
    });
  });
});
