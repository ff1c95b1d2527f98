import { loadMapping } from '#config/mapping.ts';
import { createMessages } from '#config/messages.ts';
import { checkMapping } from '#core/mapping/check.ts';
import type { Mapping, Rule } from '#core/mapping/rule.ts';
import type { CrmMetadata } from '#core/ports/crm-metadata.ts';

const load = (): Mapping => {
  const loaded = loadMapping('salesforce', () => '');
  if (loaded.kind === 'problems') throw new Error('the shipped mapping does not parse');
  return loaded.mapping;
};

export const shipped = load();

/** The shipped mapping with the rule of one lead path changed. */
export const withRule = (lead: Rule['lead'], change: Partial<Rule>): Mapping => ({
  ...shipped,
  rules: shipped.rules.map((rule) => (rule.lead === lead ? { ...rule, ...change } : rule)),
});

/** What the check says of an org, as `SEVERITY PATH: WORDS`. */
export const told = (metadata: CrmMetadata, mapping: Mapping = shipped): readonly string[] =>
  checkMapping(mapping, metadata).map(
    ({ path, severity, problem }) => `${severity} ${path}: ${createMessages('en').say(problem)}`,
  );
