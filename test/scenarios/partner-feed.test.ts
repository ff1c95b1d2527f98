import { afterEach, describe, expect, test } from '@jest/globals';
import { callsOf, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, LEAD, leadWith } from './support/lead.ts';
import { AT_WORK, like, shown } from './support/shown.ts';

let harness: Harness;
afterEach(() => harness.stop());

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, () => harness.partner.addReferral(leadWith(ACCEPTED)));

const withNotes = (notes: string) => like(AT_WORK, { seller: { notes }, portal: { notes } });

describe("Partner Center's list", () => {
  test('takes no date in its filter: newest first down to where we were, nothing missed', async () => {
    harness = await startHarness({ partner: { switches: { dateLiteral: 'none' } } });
    const ids = many(5);
    await rest(harness);
    for (let hour = 0; hour < 3; hour += 1) {
      harness.clock.advance(3_600_000);
      for (const [at, id] of ids.entries())
        harness.partner.save(id, { details: { notes: `Round ${hour} of ${at}` } });
      await harness.cycle();
    }
    await harness.restart();
    await rest(harness);
    expect(ids.map((id) => shown(harness, id))).toEqual(
      ids.map((_, at) => withNotes(`Round 2 of ${at}`)),
    );
    const lists = await callsOf(harness, () => harness.cycle());
    expect(lists).toEqual(['list referrals', 'read changed opportunities']);
  });

  test.each(['keyset', 'offset'] as const)(
    'of many pages (%s), while people edit: every last edit crosses, nobody twice',
    async (paging) => {
      harness = await startHarness({ partner: { switches: { paging, pageSize: 10 } } });
      const ids = many(45);
      let edits = 0;
      // No fault is met: a look at every call is what is wanted, to edit between two pages.
      harness.partner.server.plan({
        fault: { kind: 'hang' },
        matches: ({ url }) => {
          if (!url.search.includes('orderby') || edits === 8) return false;
          edits += 1;
          for (const id of [ids[edits], ids[44 - edits]])
            harness.partner.save(id ?? '', { details: { notes: `Edited ${edits}` } });
          return false;
        },
      });
      await harness.cycle();
      harness.partner.server.clearFaults();
      expect(edits).toBeGreaterThan(3);
      await rest(harness);
      expect(harness.crm.org.rows('Opportunity')).toHaveLength(45);
      for (const id of ids) {
        const { notes } = harness.partner.referral(id).details;
        expect(shown(harness, id)).toEqual(withNotes(notes ?? ''));
      }
    },
  );

  test('shows rows of one and the same stamp across its pages', async () => {
    harness = await startHarness({ partner: { switches: { pageSize: 4 } } });
    const updatedDateTime = '2026-11-25T08:00:00.1234567Z';
    const createdDateTime = updatedDateTime;
    for (let lead = 0; lead < 11; lead += 1)
      harness.partner.addReferral(leadWith({ createdDateTime, updatedDateTime }));
    await rest(harness);
    expect(harness.crm.org.rows('Opportunity')).toHaveLength(11);
  });

  test('lags behind our own writes: an old row is not taken for an edit', async () => {
    harness = await startHarness({ partner: { switches: { listLagMs: 150_000 } } });
    const id = harness.partner.addReferral(LEAD);
    for (let minute = 0; minute < 4; minute += 1) await harness.cycle();
    harness.sell(id, { PC_Decision__c: 'Accept', PC_Notes__c: 'Newest.', Amount: 5 });
    const writes = await writesOf(harness, async () => {
      for (let minute = 0; minute < 8; minute += 1) await harness.cycle();
    });
    expect(writes).toEqual([
      'patch referral',
      'probe the write guard',
      'patch opportunity',
      'close task',
    ]);
    expect(shown(harness, id)).toMatchObject({
      seller: { stage: 'Qualification', notes: 'Newest.', value: '5 GBP', status: 'Synced' },
      portal: { stage: 'Accepted', notes: 'Newest.', value: '5 GBP' },
    });
  });

  test('lags behind an edit in the portal: it crosses once it shows, and ours is not lost to it', async () => {
    harness = await startHarness({ partner: { switches: { listLagMs: 90_000 } } });
    const id = harness.partner.addReferral(leadWith(ACCEPTED));
    for (let minute = 0; minute < 4; minute += 1) await harness.cycle();
    harness.partner.save(id, { details: { notes: 'From the portal.' } });
    harness.sell(id, { Amount: 5 });
    await harness.cycle();
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(withNotes('From the portal.'), {
        seller: { value: '5 GBP' },
        portal: { value: '5 GBP' },
      }),
    );
  });

  test('of more than a page: all are read, in one run', async () => {
    harness = await startHarness({ tenant: { limits: { partnerPerMinute: 6_000 } } });
    const count = 130;
    for (let lead = 0; lead < count; lead += 1) harness.partner.addReferral(leadWith(ACCEPTED));
    const report = await harness.cycle();
    expect(report).toMatchObject({ created: count });
    await rest(harness);
    expect(harness.crm.org.rows('Opportunity')).toHaveLength(count);
  }, 30_000);
});
