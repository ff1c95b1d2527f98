import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller } from './caller.ts';
import type { DeepPartial, Referral } from './referral.ts';
import type { Switches } from './switches.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startPartnerCenter({ now: () => NOW });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

type Values = Readonly<Record<string, unknown>>;

const send = async (id: string, values: Values): Promise<number> => {
  const body = Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));
  return (await caller.call(`/${id}`, { method: 'PATCH', body })).status;
};

const to = (status: string, substatus: string): Values => ({
  '/status': status,
  '/substatus': substatus,
});

const NEW: DeepPartial<Referral> = {};
const ACTIVE: DeepPartial<Referral> = { status: 'Active' };
const CLOSED = (substatus: string): DeepPartial<Referral> => ({ status: 'Closed', substatus });

test.each([
  ['strict', NEW, to('New', 'Received'), 204],
  ['strict', NEW, to('Active', 'Accepted'), 204],
  ['strict', NEW, to('Closed', 'Declined'), 204],
  ['strict', NEW, to('Closed', 'Won'), 400],
  ['strict', NEW, to('Closed', 'Lost'), 400],
  ['strict', NEW, to('Closed', 'Expired'), 400],
  ['strict', ACTIVE, to('Active', 'Accepted'), 204],
  ['strict', ACTIVE, to('Closed', 'Won'), 204],
  ['strict', ACTIVE, to('Closed', 'Lost'), 204],
  ['strict', ACTIVE, to('Closed', 'Declined'), 400],
  ['strict', ACTIVE, to('New', 'Pending'), 400],
  ['lax', NEW, to('Closed', 'Won'), 204],
  ['lax', NEW, to('Closed', 'Lost'), 204],
  ['lax', ACTIVE, to('Closed', 'Declined'), 204],
  ['lax', ACTIVE, to('Closed', 'Expired'), 400],
  ['lax', ACTIVE, to('New', 'Received'), 400],
  ['lax', CLOSED('Declined'), to('Active', 'Accepted'), 400],
  ['lax', CLOSED('Expired'), to('Closed', 'Won'), 400],
] as const)('%s: %o, %o answers %d', async (transitions, from, move, is) => {
  sandbox.switches.transitions = transitions;
  const id = sandbox.addReferral(from);
  const before = sandbox.referral(id);
  expect(await send(id, move)).toBe(is);
  const { status, substatus } = sandbox.referral(id);
  expect(to(status, substatus)).toEqual(is === 204 ? move : to(before.status, before.substatus));
});

describe('dates of a move', () => {
  const stamp: unknown = expect.stringMatching(/^2026-11-24T09:00:00/);
  test.each<[DeepPartial<Referral>, Values, object]>([
    [NEW, to('Active', 'Accepted'), { acceptedDateTime: stamp, closedDateTime: null }],
    [NEW, to('Closed', 'Declined'), { acceptedDateTime: null, closedDateTime: stamp }],
    [
      { ...ACTIVE, acceptedDateTime: '2026-11-20T00:00:00Z' },
      to('Closed', 'Won'),
      { acceptedDateTime: '2026-11-20T00:00:00Z', closedDateTime: stamp },
    ],
  ])('%o %o', async (from, values, is) => {
    const id = sandbox.addReferral(from);
    expect(await send(id, values)).toBe(204);
    expect(sandbox.referral(id)).toMatchObject(is);
  });
});

const ACCEPT = to('Active', 'Accepted');
const SHARING = 'consentToShareReferralWithMicrosoftSellers';
const SHARED: DeepPartial<Referral> = { consent: { [SHARING]: true } };
const CONTACTS: Values = { '/customerProfile/team': [] };

describe('switches', () => {
  test.each<[Partial<Switches>, DeepPartial<Referral>, Values, number]>([
    [{ refusesHalfPair: false }, NEW, { '/status': 'Active' }, 204],
    [{ refusesHalfPair: false }, NEW, { '/substatus': 'Declined' }, 204],
    [{ acceptanceNeeds: ['dealValue'] }, NEW, ACCEPT, 400],
    [{ acceptanceNeeds: ['dealValue'] }, NEW, { ...ACCEPT, '/details/dealValue': 0 }, 204],
    [{ endingNeedsReason: true }, NEW, to('Closed', 'Declined'), 400],
    [
      { endingNeedsReason: true },
      NEW,
      { ...to('Closed', 'Declined'), '/statusReason': 'Others' },
      204,
    ],
    [{ toleratesCasing: false }, NEW, to('active', 'accepted'), 400],
    [{ toleratesCasing: false }, NEW, { '/CampaignId': 'x' }, 400],
    [{}, NEW, { '/Status': 'active', '/SubStatus': 'accepted' }, 204],
    [{ patchesName: true }, NEW, { '/name': 'x' }, 204],
    [{}, NEW, { '/favorite': true }, 400],
    [{ patchesFavorite: true }, NEW, { '/favorite': true }, 204],
    [{}, NEW, { '/campaignId': null }, 204],
    [{ patchesNull: false }, NEW, { '/campaignId': null }, 400],
    [{ patchesNull: false }, NEW, { '/campaignId': '' }, 204],
    [{}, NEW, { '/salesStage': 'anything' }, 204],
    [{ salesStages: 'percent' }, NEW, { '/salesStage': '40' }, 204],
    [{ salesStages: 'percent' }, NEW, { '/salesStage': 'Develop' }, 400],
    [{ salesStages: 'names' }, NEW, { '/salesStage': 'Develop' }, 204],
    [{}, NEW, { [`/consent/${SHARING}`]: true }, 204],
    [{}, SHARED, { [`/consent/${SHARING}`]: false }, 400],
    [{}, NEW, CONTACTS, 204],
    [{}, SHARED, CONTACTS, 400],
    [{ freezesSharedContacts: false }, SHARED, CONTACTS, 204],
    [{}, CLOSED('Lost'), { '/details/notes': 'x' }, 400],
    [{ closedStatus: 409 }, CLOSED('Lost'), { '/details/notes': 'x' }, 409],
    [{}, { organizationId: 'msft' }, { '/details/notes': 'x' }, 403],
  ])('%o, a referral of %o takes %o: %d', async (switches, from, values, status) => {
    Object.assign(sandbox.switches, switches);
    const id = sandbox.addReferral(from);
    expect(await send(id, values)).toBe(status);
  });

  test.each<[Values, object]>([
    [{ '/status': 'Active' }, { status: 'Active', substatus: 'Accepted' }],
    [{ '/substatus': 'Declined' }, { status: 'Closed', substatus: 'Declined' }],
  ])('half a pair let through is completed: %o', async (values, is) => {
    sandbox.switches.refusesHalfPair = false;
    const id = sandbox.addReferral({});
    expect(await send(id, values)).toBe(204);
    expect(sandbox.referral(id)).toMatchObject(is);
  });
});
