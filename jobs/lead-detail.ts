import { placeFields, ruleKey, type Rule } from '#core/mapping/rule.ts';
import type { StoredLink } from '#core/ports/store.ts';
import type { HistoryEntry } from '#core/sync/history.ts';
import type { Link } from '#core/sync/link.ts';
import { nameOf, sentencesOf, wordOf, type LinkWord } from './link-words.ts';
import type { Tenant } from './open-tenants.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';
import { fieldWord, sideWord, valueText } from './value-text.ts';

/** Writes shown of one lead, newest first. */
const MOST_HISTORY = 25;

interface FieldRow {
  readonly field: string;
  readonly partner: string;
  readonly crm: string;
  readonly agreed: string;
  readonly state: string;
}

export interface LeadDetail {
  readonly referral: string;
  readonly opportunity: string | null;
  readonly name: string;
  readonly is: LinkWord;
  readonly says: readonly string[];
  readonly fields: readonly FieldRow[];
  readonly history: readonly HistoryEntry[];
}

const stateOf = (link: Link, rule: Rule): string => {
  const key = ruleKey(rule);
  const base = link.base[key];
  const words = [
    ...(link.conflicts.some((conflict) => conflict.key === key) ? ['differs'] : []),
    ...(link.refused.some((refused) => refused.key === key) ? ['refused'] : []),
    ...(base?.isPlaceholder === true ? ['filled in by the sync'] : []),
    ...(base?.isLossy === true ? ['shortened in the CRM'] : []),
    ...(base?.notTakenBy === undefined ? [] : ['not kept as sent']),
  ];
  if (words.length > 0) return words.join(', ');
  return base === undefined ? 'not yet agreed' : 'in step';
};

/** Blank while there is no record; a field we may not see is unknown. */
const crmText = ({ seen }: Link, rule: Rule, { show }: Tenant): string => {
  if (seen.crm === null) return '';
  const { fields } = seen.crm;
  const values = placeFields(rule.crm).map((name) => fields[name]);
  const filled = values.filter((value) => value !== undefined && value !== null);
  if (filled.length > 0) return filled.map((value) => valueText(value, show)).join(' ');
  return valueText(values.includes(null) ? null : undefined, show);
};

const fieldRow = (link: Link, rule: Rule, tenant: Tenant): FieldRow => {
  const { say, show } = tenant;
  const key = ruleKey(rule);
  const agreed = link.base[key];
  return {
    field: fieldWord(key, say),
    partner: valueText(link.seen.partner?.fields[rule.lead], show),
    crm: crmText(link, rule, tenant),
    agreed: agreed === undefined ? '' : valueText(agreed.partner, show),
    state: stateOf(link, rule),
  };
};

const stageRow = (link: Link, { mapping, say, show }: Tenant): FieldRow => {
  const stage = link.seen.partner?.stage;
  const agreed = link.stageBase?.partner;
  const word = (value: string): string => say({ key: `stage.${value}`, values: {} });
  return {
    field: fieldWord('stage', say),
    partner: stage === undefined ? valueText(undefined, show) : word(stage),
    crm: link.seen.crm === null ? '' : valueText(link.seen.crm.fields[mapping.stages.field], show),
    agreed: agreed === undefined ? '' : word(agreed),
    state: link.move === null ? '' : 'on its way',
  };
};

export const leadDetail = async (tenant: Tenant, stored: StoredLink): Promise<LeadDetail> => {
  const { link } = stored;
  return {
    referral: link.referral,
    opportunity: link.opportunity,
    name: nameOf(link),
    is: wordOf(stored),
    says: sentencesOf(link, tenant.say),
    fields: [
      stageRow(link, tenant),
      ...tenant.mapping.rules.map((rule) => fieldRow(link, rule, tenant)),
    ],
    history: await tenant.store.history.listByReferral(tenant.id, link.referral, MOST_HISTORY),
  };
};

const historyRow = (entry: HistoryEntry, { say, show }: Tenant): string[] => {
  const atoms = Object.entries(entry.atoms).map(
    ([key, { before, after }]) =>
      `${fieldWord(key, say)}: ${valueText(before, show)} → ${valueText(after, show)}`,
  );
  const stage =
    entry.stage === undefined ? [] : [say({ key: `move.${entry.stage.to}`, values: {} })];
  const words = entry.words === undefined ? [] : [`“${entry.words}”`];
  const told = [...stage, ...atoms, ...words];
  return [
    show(entry.at),
    sideWord(entry.side, say),
    entry.kind,
    entry.outcome,
    told.length === 0 ? 'what sellers read only' : told.join('; '),
  ];
};

export const tellLead = (output: Output, detail: LeadDetail, tenant: Tenant): void => {
  output.line(`${detail.name}: ${detail.is}`);
  output.line(`Referral ${detail.referral}, CRM record ${detail.opportunity ?? '(none)'}`);
  for (const sentence of detail.says) output.line(`- ${sentence}`);
  output.line();
  const rows = detail.fields.map(({ field, partner, crm, agreed, state }) => [
    field,
    partner,
    crm,
    agreed,
    state,
  ]);
  const head = ['FIELD', 'PARTNER CENTER', 'CRM', 'LAST AGREED', 'IS'];
  for (const line of table([head, ...rows])) output.line(line);
  if (detail.history.length === 0) return;
  output.line();
  const told = detail.history.map((entry) => historyRow(entry, tenant));
  for (const line of table([['WHEN', 'WRITTEN TO', 'HOW', 'OUTCOME', 'WHAT'], ...told])) {
    output.line(line);
  }
};
