import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { callsOf, rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { arrived, LEAD } from './support/lead.ts';
import { ARRIVED, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const ACCEPTED_AGAIN = like(ARRIVED, {
  seller: { stage: 'Qualification', answer: 'Accept', referral: 'Accepted' },
  portal: { stage: 'Accepted', closes: '2027-01-31T12:00:00Z' },
});

const busy = (status: number, seconds: number) =>
  ({
    kind: 'answer',
    answer: { status, headers: { 'retry-after': String(seconds) }, body: {} },
  }) as const;

const isWrite = ({ method }: { readonly method: string }): boolean => method === 'PATCH';

describe('a system that is slow or away', () => {
  test.each([
    { status: 429, seconds: 7 },
    { status: 503, seconds: 7 },
  ])('Partner Center says $status to a read: waited as told, done in the same run', async (row) => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    harness.partner.server.plan({ fault: busy(row.status, row.seconds) });
    const before = harness.clock.ms();
    await harness.cycle();
    expect(harness.clock.ms() - before).toBeGreaterThanOrEqual(60_000 + row.seconds * 1_000);
    expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
    await rest(harness);
  });

  test('Partner Center says 429 to an accept: sent again, from a row read anew', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    harness.partner.server.plan({ fault: busy(429, 20), matches: isWrite });
    await rest(harness);
    expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
  });

  test.each([500, 503])(
    'Partner Center breaks with %d at an accept: looked at, then sent',
    async (status) => {
      const id = await arrived(harness);
      harness.sell(id, { PC_Decision__c: 'Accept' });
      harness.partner.server.plan({
        fault: { kind: 'answer', answer: { status, body: {} } },
        matches: isWrite,
      });
      await rest(harness);
      expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
    },
  );

  test('Partner Center is down for an hour: the CRM side is not stopped, nothing is lost', async () => {
    const id = await arrived(harness);
    harness.sell(id, { PC_Decision__c: 'Accept' });
    harness.partner.server.plan({
      fault: { kind: 'answer', answer: { status: 502, body: '' } },
      times: 1_000,
    });
    for (let minute = 0; minute < 5; minute += 1) {
      harness.clock.advance(720_000);
      const result = await harness.run();
      expect(result).toMatchObject({ kind: 'done', failures: [{ code: 'UNAVAILABLE' }] });
    }
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          answer: 'Accept',
          status: 'Waiting',
          message: expect.stringMatching(
            /^Partner Center could not take the change: “.*HTTP 502.*”\. It is tried again on Nov 25, 2026, .*; there is nothing to do\.$/,
          ),
        },
      }),
    );
    harness.partner.server.clearFaults();
    harness.clock.advance(3_600_000);
    await rest(harness);
    expect(shown(harness, id)).toEqual(ACCEPTED_AGAIN);
  });

  test('Salesforce is down for an hour: leads wait, arrive once each', async () => {
    await harness.cycle();
    harness.crm.server.plan({
      fault: { kind: 'answer', answer: { status: 503, body: '' } },
      matches: ({ url }) => url.pathname.startsWith('/services/data'),
      times: 1_000,
    });
    const id = harness.partner.addReferral(LEAD);
    for (let minute = 0; minute < 5; minute += 1) {
      harness.clock.advance(720_000);
      await harness.run();
    }
    harness.crm.server.clearFaults();
    harness.clock.advance(3_600_000);
    await rest(harness);
    expect(shown(harness, id)).toEqual(ARRIVED);
    expect(harness.crm.org.rows('Opportunity')).toHaveLength(1);
  });

  test('the limit per minute is kept: many leads take their time, none is refused', async () => {
    await harness.stop();
    harness = await startHarness({ partner: { switches: { callsPerMinute: 60 } } });
    for (let lead = 0; lead < 70; lead += 1) harness.partner.addReferral(LEAD);
    await callsOf(harness, () => harness.cycle());
    await rest(harness);
    const refused = harness.partner.server.calls.filter(({ status }) => status === 429);
    expect(refused).toEqual([]);
    expect(harness.crm.org.rows('Opportunity')).toHaveLength(70);
  });
});
