import { loadMapping } from '#config/mapping.ts';
import type { LeadPath } from '#core/lead/lead.ts';
import { createCodec, type Codec } from '#core/mapping/codec.ts';
import type { Mapping, Rule } from '#core/mapping/rule.ts';
import type { PlanContext } from '#core/merge/plan-context.ts';
import { standardOrg } from '#test/core/mapping/standard-org.ts';
import { policyOf } from './policy-of.ts';

const load = (): Mapping => {
  const loaded = loadMapping('salesforce', () => '');
  if (loaded.kind === 'problems') throw new Error('the shipped mapping does not parse');
  return loaded.mapping;
};

/** The mapping that ships for Salesforce. */
export const SHIPPED = load();

/** When a test's plan is made. */
export const NOW = '2026-11-24T09:00:00.000Z';

/** The shipped mapping with some rules changed, by lead path. */
export const withRules = (
  changes: { readonly [Path in LeadPath]?: Partial<Rule> },
  mapping: Mapping = SHIPPED,
): Mapping => ({
  ...mapping,
  version: `${mapping.version}+${JSON.stringify(changes)}`,
  rules: mapping.rules.map((rule) => ({ ...rule, ...changes[rule.lead] })),
});

/** The shipped mapping's rules on an org as Salesforce sells it, with the settings' defaults; notes are said by their key. */
export const contextOf = (change: Partial<PlanContext> = {}): PlanContext => {
  const mapping = change.mapping ?? SHIPPED;
  const metadata = change.metadata ?? standardOrg();
  return {
    now: NOW,
    mapping,
    metadata,
    codecs: mapping.rules.map((rule) => createCodec(rule, metadata)),
    policy: policyOf(),
    partnerCapabilities: { filtersByDate: true, writesName: false, writesNull: true },
    closedRowsWritable: true,
    say: ({ key }) => key,
    referralLink: 'https://partner.example/referral',
    isOneByOne: { partner: false, crm: false },
    isHeld: () => false,
    ...change,
  };
};

/** The codec of a lead path's rule. */
export const codecOf = (context: Pick<PlanContext, 'codecs'>, path: LeadPath): Codec => {
  const found = context.codecs.find((codec) => codec.rule.lead === path);
  if (found === undefined) throw new Error(`no rule moves ${path}`);
  return found;
};

/** What a base, a conflict or a pending write is filed under. */
export const keyOf = (context: Pick<PlanContext, 'codecs'>, path: LeadPath): string =>
  codecOf(context, path).key;
