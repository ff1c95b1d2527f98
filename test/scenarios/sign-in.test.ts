import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest, writesOf } from './support/calls.ts';
import { startHarness, TENANT, type Harness } from './support/harness.ts';
import { arrived } from './support/lead.ts';
import { ARRIVED, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** How a run ends that could not sign in, and what is kept of it for people. */
const stopped = async () => {
  harness.clock.advance(60_000);
  let words = '';
  const writes = await writesOf(harness, async () => {
    const result = await harness.run();
    words = result.kind === 'failed' ? `${result.error.code}: ${result.error.message}` : '';
  });
  const record = await harness.store.tenants.find(TENANT);
  return { writes, words, kept: record?.stopped };
};

const stops = (side: 'partner' | 'crm', words: RegExp) => ({
  writes: [],
  words: expect.stringMatching(new RegExp(`^TOKEN_REJECTED: .*${words.source}`)),
  kept: { at: harness.clock.now(), side, words: expect.stringMatching(words) },
});

const ACCEPTED_AGAIN = like(ARRIVED, {
  seller: { stage: 'Qualification', answer: 'Accept', referral: 'Accepted' },
  portal: { stage: 'Accepted', closes: '2027-01-31T12:00:00Z' },
});

describe('a sign-in that is refused stops the tenant with its words', () => {
  test('Partner Center: the person’s password was reset', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    harness.partner.revokeTokens();
    expect(await stopped()).toEqual(
      stops('partner', /Run `lead-sync connect partner-center` and sign in\./),
    );
    await harness.restart();
    expect(await stopped()).toEqual(stops('partner', /AADSTS50173/));
  });

  test('Partner Center: signed in without a second factor', async () => {
    await harness.stop();
    harness = await startHarness({ partner: { switches: { firstTokenHasMfa: false } } });
    expect(await stopped()).toEqual(stops('partner', /multi-factor authentication/));
  });

  test('Salesforce: the Run-as user is inactive; active again, all goes on', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    harness.crm.org.setActive('integration@contoso.example', false);
    harness.crm.revokeTokens();
    await harness.restart();
    expect(await stopped()).toEqual(stops('crm', /Check that the app has a Run-as user/));

    harness.crm.org.setActive('integration@contoso.example', true);
    await rest(harness);
    expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
    expect((await harness.store.tenants.find(TENANT))?.stopped).toBe(null);
  });
});

describe('a token that is refused once is healed within the run', () => {
  test.each([
    { side: 'Partner Center', expire: () => harness.partner.expireAccessTokens() },
    { side: 'Salesforce', expire: () => harness.crm.revokeTokens() },
    {
      side: 'Salesforce, in the middle',
      expire: () => harness.crm.revokeTokens({ afterCalls: 1 }),
    },
  ])('$side', async ({ expire }) => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    expire();
    await rest(harness);
    expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
  });

  test('a refresh token that was exchanged is not needed again after a restart', async () => {
    const id = await arrived(harness);
    harness.clock.advance(2 * 86_400_000);
    await harness.restart();
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
  });
});
