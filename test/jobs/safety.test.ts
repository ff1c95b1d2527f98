import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TENANT, openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
});

const audit = async (): Promise<readonly string[]> =>
  (await house.store.audit.list(TENANT, 10)).map(
    ({ by, verb, subject }) => `${by} ${verb} ${subject}`,
  );

/** Two leads are won in the CRM at once, of which the brake lets none through. */
const held = async (): Promise<readonly string[]> => {
  house.configure({ limits: { closesPerCycle: 1, closeGraceMinutes: 0 } });
  const ids = [await house.arrived(), await house.arrived()];
  for (const id of ids) house.partner.accept(id);
  await house.say('sync');
  for (const id of ids) house.crm.org.setStage(house.opportunityOf(id), 'Closed Won');
  house.clock.advance(60_000);
  await house.say('sync');
  await house.say('sync');
  return ids;
};
const stages = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => house.partner.referral(id).substatus);

describe('release', () => {
  test('lists what is held, lets exactly that go, and notes who did it', async () => {
    const ids = await held();
    const before = stages(ids);
    const { out } = await house.say('release');
    const { exit } = await house.say('release', 'endings');
    expect({
      before,
      listed: out.map((line) => line.split(/ {2,}/).slice(0, 3)),
      exit,
      after: stages(ids),
      left: await house.json('release'),
      audit: await audit(),
    }).toEqual({
      before: ['Accepted', 'Accepted'],
      listed: [
        ['BRAKE', 'WHAT', 'LEADS'],
        ['endings', 'leads ended', '2'],
      ],
      exit: 0,
      after: ['Won', 'Won'],
      left: [],
      audit: ['ana release endings'],
    });
  });

  test('of what is not held is a usage error', async () => {
    expect(await house.say('release', 'clears')).toEqual({
      exit: 2,
      out: [],
      err: ['Nothing is held back as "clears". Nothing is held back at all.'],
    });
  });
});

/** The store was made with another org. */
const moved = async (): Promise<string> => {
  const id = await house.arrived();
  const record = await house.store.tenants.find(TENANT);
  const [run] = await house.store.runs.list(TENANT, 1);
  if (record === undefined || record.world === null || run === undefined) throw new Error('no run');
  const world = { ...record.world, crmOrganizationId: '00D000000000001AAA' };
  await house.store.tenants.save({ ...record, world }, run.epoch);
  return id;
};

describe('adopt', () => {
  test('without it nothing is written, and sync says so', async () => {
    await moved();
    house.partner.addReferral({ name: 'Later' });
    const { exit, err } = await house.say('sync');
    expect({ exit, rows: house.crm.org.rows('Opportunity').length, words: err }).toEqual({
      exit: 1,
      rows: 1,
      words: [expect.stringMatching(/00D000000000001AAA.*lead-sync adopt --tenant contoso$/)],
    });
  });

  test.each([
    {
      case: 'the name of the organization typed',
      answers: ['Contoso'],
      flags: [],
      exit: 0,
      next: 0,
    },
    { case: '--yes', answers: [], flags: ['--yes'], exit: 0, next: 0 },
    { case: 'another name typed', answers: ['Fabrikam'], flags: [], exit: 1, next: 1 },
    { case: 'nobody to ask', answers: [], flags: [], exit: 2, next: 1 },
  ])('with $case: exit $exit', async ({ answers, flags, exit, next }) => {
    await moved();
    house.answers.push(...answers);
    const adopted = await house.say('adopt', ...flags);
    const sync = await house.say('sync');
    expect({ adopted: adopted.exit, next: sync.exit, audit: (await audit()).length }).toEqual({
      adopted: exit,
      next,
      audit: exit === 0 ? 1 : 0,
    });
  });

  test('has nothing to do where the world is the same', async () => {
    await house.arrived();
    expect(await house.say('adopt')).toEqual({
      exit: 0,
      out: ['contoso: the systems are those the links belong to; nothing to adopt.'],
      err: [],
    });
  });
});
