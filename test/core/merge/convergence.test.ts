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
const numbers = (seed: number): Draw => {
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

const AMOUNTS = ['1', '1.005', '12000', '12000.00', null];
const DAYS = ['2027-01-31', '2027-02-01', '2027-03-01'];
const SETTLES = ['Keep mine', "Take Partner Center's"];

type Draw = (below: number) => number;

/** A line above, a line below, another text, a long one, or none. */
const editText = (draw: Draw, text: string): string | null => {
  const mark = `line ${draw(99)}`;
  const edits = [
    `${mark}\n${text}`,
    `${text.trim()}\n${mark}`,
    mark,
    `${mark}\n${'x '.repeat(40)}`,
  ];
  return edits[draw(6) === 0 ? draw(5) : draw(2)] ?? null;
};

/** One edit of one side. */
const randomEdit = (draw: Draw, views: Views): Views => {
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[draw(values.length)];
  const amount = pick(AMOUNTS) ?? null;
  const closeDate = pick(DAYS) ?? null;
  if (draw(2) === 0) {
    const { notes } = views.partner.fields;
    const partner = pick<LeadFields>([
      { notes: editText(draw, notes ?? '') },
      { notes: editText(draw, notes ?? '') },
      { closeDate },
      { value: amount === null ? null : { amount, currency: 'USD' } },
      { campaignId: pick(['c', null]) ?? null },
    ]);
    return edited(views, { partner: partner ?? {} });
  }
  const shown = views.crm.fields['PC_Notes__c'];
  const notes = editText(draw, typeof shown === 'string' ? shown : '');
  const crm = pick<CrmFields>([
    { PC_Notes__c: notes?.slice(0, 60) ?? null },
    { PC_Notes__c: notes?.slice(0, 60) ?? null },
    { CloseDate: closeDate },
    { Amount: amount === '1.005' ? '1.01' : amount },
    { PC_Campaign_Id__c: pick(['c', 'd', null]) ?? null },
    { PC_Settle__c: pick(SETTLES) ?? null },
  ]);
  return edited(views, { crm: crm ?? {} });
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
    const draw = numbers(seed);
    const views = viewsOf('accepted', context);
    let state: State = { link: linkInStep(views, context), views, written: [] };
    const troubles: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      let edits = state.views;
      for (let edit = draw(4); edit >= 0; edit -= 1) edits = randomEdit(draw, edits);
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
