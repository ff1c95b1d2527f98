import type { Figure } from './figure.ts';
import { learn, settle, startPlace, type Place } from './place.ts';
import type { Calls } from './stand-ins.ts';

const CHANGES = 1_000;
/** Kept for teaching the product what the systems take, before anything is measured. */
const SPARE = CHANGES;
/** Longer than the overlap behind both cursors. */
const QUIET_MINUTES = 15;

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

const cycleCalls = async (place: Place): Promise<Calls> => {
  await place.cycle();
  return place.standIns.call('takeCalls', undefined);
};

const countOf = ({ partner, crm }: Calls): number => partner.length + crm.length;

/** Cycles until one only polls: what they called beyond the polls, and all that the first called. */
const untilQuiet = async (
  place: Place,
  polls: number,
): Promise<{ readonly beyond: number; readonly cycles: number; readonly first: Calls }> => {
  const first = await cycleCalls(place);
  let beyond = countOf(first) - polls;
  for (let cycles = 1; ; cycles += 1) {
    const more = countOf(await cycleCalls(place)) - polls;
    if (more === 0) return { beyond, cycles, first };
    beyond += more;
  }
};

const nobodyAnswered = (place: Place, name: string): Promise<string> =>
  place.standIns.call('addReferral', {
    name: `Fabrikam: ${name}`,
    status: 'New',
    substatus: 'Received',
    qualification: 'SalesQualified',
    customerProfile: { name: `Fabrikam ${name} Ltd` },
    details: {
      notes: 'Customer asked for an offer.',
      dealValue: 25_000,
      currency: 'GBP',
      closingDateTime: '2027-02-01T12:00:00Z',
    },
  });

/** Calls by the stand-ins' own logs: polls and status writes included, token requests apart. */
export const measureCalls = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const place = await startPlace();
  const { standIns } = place;
  const note = (scenario: string, what: string, value: number, atMost?: number): void => {
    const unit = 'calls';
    figures.push({
      scenario,
      what,
      value,
      unit,
      ...(atMost === undefined ? {} : { bar: { atMost } }),
    });
  };
  const noteFlow = (what: string, flow: Awaited<ReturnType<typeof untilQuiet>>): void => {
    note('d', `${what}, beyond empty polls (${flow.cycles} cycle(s))`, flow.beyond, 7);
    note('d', `${what}, whole cycle`, countOf(flow.first));
  };
  try {
    await settle(place, CHANGES + 1);
    await learn(place, SPARE);
    await nobodyAnswered(place, 'first');
    await place.cycle();
    await place.pass(QUIET_MINUTES);
    await place.cycle();

    const quiet = await cycleCalls(place);
    note('f', 'no change, Partner Center', quiet.partner.length, 1);
    note('f', 'no change, CRM', quiet.crm.length, 1);
    const polls = countOf(quiet);

    await standIns.call('editReferrals', { indexes: [0], edition: 1 });
    note('c', 'one changed referral, both sides', countOf(await cycleCalls(place)), 4);
    await standIns.call('editOpportunities', { indexes: [1], edition: 1 });
    note('c', 'one changed opportunity, both sides', countOf(await cycleCalls(place)), 4);

    const lead = await nobodyAnswered(place, 'lead');
    const created = await cycleCalls(place);
    note('e', 'new lead, Partner Center beyond the page', created.partner.length - 1, 1);
    note('e', 'new lead, CRM beyond the poll', created.crm.length - 1, 6);

    await place.cycle();
    await standIns.call('sell', { referral: lead, fields: { PC_Decision__c: 'Accept' } });
    noteFlow('accept', await untilQuiet(place, polls));
    await standIns.call('sell', { referral: lead, fields: { StageName: 'Closed Won' } });
    noteFlow('won', await untilQuiet(place, polls));

    const lost = await nobodyAnswered(place, 'lost');
    await place.cycle();
    await standIns.call('sell', { referral: lost, fields: { PC_Decision__c: 'Accept' } });
    await untilQuiet(place, polls);
    await standIns.call('sell', {
      referral: lost,
      fields: { StageName: 'Closed Lost', PC_Reason__c: 'Customer did not respond' },
    });
    noteFlow('lost', await untilQuiet(place, polls));

    const declined = await nobodyAnswered(place, 'declined');
    await place.cycle();
    await standIns.call('sell', {
      referral: declined,
      fields: { PC_Decision__c: 'Decline', PC_Reason__c: 'Not a customer' },
    });
    noteFlow('decline', await untilQuiet(place, polls));

    await place.pass(QUIET_MINUTES);
    await place.cycle();
    await standIns.call('editReferrals', { indexes: upTo(CHANGES), edition: 2 });
    const inbound = await cycleCalls(place);
    note('a', '1,000 changed referrals, CRM per change', inbound.crm.length / CHANGES, 1.2);
    note(
      'a',
      '1,000 changed referrals, Partner Center per change',
      inbound.partner.length / CHANGES,
    );
    note('a', 'writes in the cycle after', (await place.cycle()).report.patched, 0);

    await place.pass(QUIET_MINUTES);
    await place.cycle();
    await standIns.call('editOpportunities', { indexes: upTo(CHANGES), edition: 3 });
    const outbound = await cycleCalls(place);
    note(
      'b',
      '1,000 changed opportunities, Partner Center per change',
      outbound.partner.length / CHANGES,
      1.2,
    );
    note('b', '1,000 changed opportunities, CRM per change', outbound.crm.length / CHANGES);
    await place.pass(QUIET_MINUTES);
    await place.cycle();
  } finally {
    await place.end();
  }
  return figures;
};
