import { expect, test } from '@jest/globals';
import { isSameAcross } from '#core/merge/atom-plan.ts';
import { plan, type Views } from '#core/merge/plan.ts';
import type { CrmFields } from '#core/ports/crm-system.ts';
import type { LeadFields } from '#core/lead/lead.ts';
import { crmWritten, partnerWritten } from '#core/sync/apply-outcome.ts';
import type { Link } from '#core/sync/link.ts';
import { withField } from '#test/core/mapping/standard-org.ts';
import { contextOf } from '#test/support/context-of.ts';
import { linkInStep } from '#test/support/link-of.ts';
import { edited, viewsOf } from '#test/support/views-of.ts';

/** Numbers from a fixed start: the same edits every time. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};

const org = contextOf().metadata;
const context = contextOf({ metadata: withField(org, 'PC_Notes__c', { length: 60 }) });

interface State {
  readonly link: Link;
  readonly views: Views;
  readonly written: readonly string[];
}

/** The next write of a plan, done as the systems do it: the CRM trims and shortens nothing more, Partner Center ends its lines its own way. */
const step = ({ link, views, written }: State): State | undefined => {
  const { operation, link: next } = plan(link, views, context);
  if (operation === null) return undefined;
  const done = [...written, `${operation.side}:${Object.keys(operation.atoms).join('+')}`];
  if (operation.side === 'partner') {
    const { notes } = operation.change.fields;
    const shown: LeadFields =
      typeof notes === 'string' ? { notes: `${notes.replaceAll('\n', '\r\n')} ` } : {};
    const after = edited(views, { partner: { ...operation.change.fields, ...shown } });
    const taken = partnerWritten(next, operation, after.partner, context.codecs);
    return { link: taken, views: after, written: done };
  }
  const after = edited(views, { crm: operation.fields });
  return { link: crmWritten(next, operation, after.crm, context), views: after, written: done };
};

const untilQuiet = (from: State): State => {
  let state = from;
  for (let writes = 0; writes < 12; writes += 1) {
    const next = step(state);
    if (next === undefined) return { ...state, link: plan(state.link, state.views, context).link };
    state = next;
  }
  throw new Error(`does not come to rest: ${state.written.join(', ')}`);
};

const NOTES = ['a', 'a\nb', 'a\nb\nc', 'b\nc', null, 'x'.repeat(90), `first\n${'x'.repeat(90)}`];
const AMOUNTS = ['1', '1.005', '12000', '12000.00', null];
const DAYS = ['2027-01-31', '2027-02-01', '2027-03-01'];

/** One edit of one side, of one or two fields. */
const randomEdit = (next: (below: number) => number, views: Views): Views => {
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[next(values.length)];
  const amount = pick(AMOUNTS) ?? null;
  const notes = pick(NOTES) ?? null;
  const closeDate = pick(DAYS) ?? null;
  const partner: LeadFields[] = [
    { notes },
    { closeDate },
    { value: amount === null ? null : { amount, currency: 'USD' } },
    { campaignId: pick(['c', null]) ?? null },
  ];
  const crm: CrmFields[] = [
    { PC_Notes__c: notes?.slice(0, 60) ?? null },
    { CloseDate: closeDate },
    { Amount: amount === '1.005' ? '1.01' : amount },
    { PC_Campaign_Id__c: pick(['c', 'd', null]) ?? null },
  ];
  return next(2) === 0
    ? edited(views, { partner: { ...pick(partner), ...pick(partner) } })
    : edited(views, { crm: { ...pick(crm), ...pick(crm) } });
};

/** Atoms whose sides differ for no reason that anybody is told. */
const unexplained = ({ link, views }: State): readonly string[] =>
  context.codecs
    .filter(({ rule }) => rule.when !== 'onCreate')
    .filter((codec) => {
      const partner = views.partner.fields[codec.rule.lead] ?? null;
      const isSame = isSameAcross(codec, { partner, crm: views.crm.fields });
      const isTold =
        link.conflicts.some(({ key }) => key === codec.key) ||
        link.notes.some(({ values }) => values['field'] === codec.rule.lead);
      return !isSame && !isTold;
    })
    .map(({ key }) => key);

test.each(Array.from({ length: 40 }, (_one, index) => ({ seed: index + 1 })))(
  'random edits on both sides come to rest, agree or say why, and echo nothing: %#',
  ({ seed }) => {
    const next = numbers(seed);
    const views = viewsOf('accepted', context);
    let state: State = { link: linkInStep(views, context), views, written: [] };
    const troubles: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      let edits = state.views;
      for (let edit = 0; edit <= next(3); edit += 1) edits = randomEdit(next, edits);
      state = untilQuiet({ ...state, views: edits, written: [] });
      const values = state.written.filter((write) => !write.endsWith(':'));
      // One patch per side, and a join crosses once more.
      if (values.length > 3) troubles.push(`round ${round}: ${values.join(', ')}`);
      troubles.push(...unexplained(state).map((key) => `round ${round}: ${key} apart`));
      const again = untilQuiet({ ...state, written: [] });
      troubles.push(...again.written.map((write) => `round ${round}: ${write} again`));
    }
    expect(troubles).toEqual([]);
  },
);
