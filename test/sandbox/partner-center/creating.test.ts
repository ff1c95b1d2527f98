import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';
import { copyOf, mergeInto } from './referral.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
let sandbox: PartnerCenterSandbox;
let caller: Caller;

beforeEach(async () => {
  sandbox = await startPartnerCenter({ now: () => NOW });
  caller = createCaller(sandbox);
});

afterEach(() => sandbox.stop());

const DEAL = {
  name: 'Adatum - visual inspection on Azure',
  type: 'Shared',
  qualification: 'SalesQualified',
  externalReferenceId: '006Qy00000Lw8ZkIAJ',
  status: 'New',
  substatus: 'Pending',
  target: [{ type: 'SolutionProfile', id: 'SOL-15974-MQF' }],
  customerProfile: {
    name: 'Adatum Corporation',
    address: { city: 'Cleveland', country: 'US' },
    team: [{ firstName: 'Noah', lastName: 'Bennett', email: 'noah.bennett@adatum.example' }],
  },
  consent: { consentToContact: true, consentToShareReferralWithMicrosoftSellers: true },
  details: {
    notes: 'POC agreed.',
    dealValue: 310_000,
    currency: 'USD',
    closingDateTime: '2027-03-31T00:00:00Z',
    requirements: {
      solutions: [{ type: 'Name', id: 'SOL-15974-MQF' }],
      additionalRequirements: {
        attributes: [{ id: 'HaveNotDecided', type: 'CustomerMarketplaceIntent' }],
      },
    },
  },
  team: [{ firstName: 'Jordan', email: 'jordan.patel@contoso.example' }],
};

const changed = (change: object): typeof DEAL => {
  const deal = copyOf(DEAL);
  mergeInto(deal, change);
  return deal;
};

const create = (body: unknown): Promise<Reply> => caller.call('', { method: 'POST', body });

describe('a new deal', () => {
  test('posted as New and Pending comes back accepted, and ours', async () => {
    const { status, body } = await create(DEAL);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organizationId: sandbox.organizationId,
      status: 'Active',
      substatus: 'Accepted',
      direction: 'Outgoing',
      expirationDateTime: null,
      acceptedDateTime: expect.stringMatching(/^2026-11-24/),
      inviteContext: { invitedBy: { organizationId: sandbox.organizationId } },
      customerProfile: { name: 'Adatum Corporation', ids: [] },
      details: { closingDateTime: '2027-03-31T00:00:00Z' },
    });
    expect(sandbox.referral(String(body['id']))).toMatchObject({ name: DEAL.name });
  });

  test('may lose its close date', async () => {
    sandbox.switches.dropsClosingDateOnCreate = true;
    expect((await create(DEAL)).body).toHaveProperty('details.closingDateTime', null);
  });

  test("has Microsoft's half only in an engagement that is there", async () => {
    const toMicrosoft = changed({ target: [{ type: 'BusinessProfileLocation', id: 'msft' }] });
    expect((await create(toMicrosoft)).status).toBe(400);
    const own = (await create(DEAL)).body;
    const { engagementId } = own;
    const half = (await create({ ...toMicrosoft, engagementId })).body;
    expect(half).toMatchObject({
      engagementId,
      organizationId: 'msft',
      status: 'New',
      substatus: 'Pending',
      expirationDateTime: '2026-12-08T00:00:00Z',
    });
    const filter = encodeURIComponent(`engagementId eq '${String(engagementId)}'`);
    const siblings = await caller.call(`?$filter=${filter}`);
    expect(new Set(siblings.body.value.map((row) => row['id']))).toEqual(
      new Set([own['id'], half['id']]),
    );
  });

  test.each<[string, object, string]>([
    ['a wrong type', { type: 'Private' }, 'type'],
    ['no consent', { consent: 1 }, 'consent'],
    ['no name', { name: '' }, 'name'],
    ['a lead', { qualification: 'Direct' }, 'qualification'],
    ['no qualification', { qualification: 'None' }, 'qualification'],
    ['no contact in a shared deal', { customerProfile: { team: [] } }, 'customerProfile/team'],
    ['no currency', { details: { currency: null } }, 'details/currency'],
    ['no close date', { details: { closingDateTime: null } }, 'details/closingDateTime'],
    ['no team', { team: [] }, 'team'],
    [
      'no solution',
      { details: { requirements: { solutions: [] } } },
      'details/requirements/solutions',
    ],
    [
      'no word on the marketplace',
      { details: { requirements: { additionalRequirements: { attributes: [] } } } },
      'details/requirements/additionalRequirements/attributes',
    ],
    ['an unknown property', { details: { colour: 'red' } }, 'details/colour'],
    ['an unknown engagement', { engagementId: 'x' }, 'engagementId'],
  ])('is refused with %s', async (_, change, target) => {
    const reply = await create(changed(change));
    expect(reply.status).toBe(400);
    expect(reply.body.error).toMatchObject({ code: 'invalidRequest', target });
    expect(sandbox.size).toBe(0);
  });

  test('needs four members by the book', async () => {
    sandbox.switches.createNeeds = 'documented';
    const bare = { type: 'Independent', customerProfile: { name: 'A' }, consent: {}, details: {} };
    expect((await create(bare)).status).toBe(200);
  });
});

const put = (id: string, body: unknown, tag?: string): Promise<Reply> =>
  caller.call(`/${id}`, {
    method: 'PUT',
    body,
    headers: tag === undefined ? {} : { 'if-match': tag },
  });

describe('a whole replace', () => {
  test('carries the name, loses what is not sent, keeps what is fixed', async () => {
    const id = sandbox.addReferral({ name: 'old', campaignId: 'FY27', details: { notes: 'n' } });
    const { links: _, ...document } = (await caller.call(`/${id}`)).body;
    const sent = { ...document, name: 'new', qualification: 'Direct' } as Record<string, unknown>;
    delete sent['campaignId'];
    const reply = await put(id, sent, String(document['eTag']));
    expect(reply.status).toBe(200);
    expect(sandbox.referral(id)).toMatchObject({
      name: 'new',
      campaignId: null,
      qualification: 'MarketingQualified',
      details: { notes: 'n' },
    });
  });

  test('wants the tag, the current one, and no links', async () => {
    const id = sandbox.addReferral({});
    const document = (await caller.call(`/${id}`)).body;
    const { links: _, ...plain } = document;
    const tag = String(document['eTag']);
    expect((await put(id, plain)).status).toBe(400);
    expect((await put(id, plain, '"x"')).status).toBe(412);
    expect((await put(id, document, tag)).body.error).toHaveProperty('target', 'links');
    expect((await put(id, plain, tag)).status).toBe(200);
  });
});
