import type { LeadPath } from '#core/lead/lead.ts';
import type { Stage } from '#core/lead/stage.ts';
import type { CrmValue } from '#core/ports/crm-system.ts';

export type Direction = 'both' | 'toCrm' | 'toPartner';
export type Policy = 'partner' | 'crm' | 'merge' | 'ask';
export type LinkPolicy = 'partner' | 'crm' | 'ask';
export type When = 'always' | 'onCreate' | readonly Stage[];

/** Where an atom lives in the CRM: one field, or an amount with its currency, which move together. */
export type CrmPlace = string | { readonly amount: string; readonly currency: string };

export type Transform =
  /** Lead value → CRM value by table; `otherwise` takes what the table lacks (one way only). */
  | {
      readonly kind: 'table';
      readonly entries: Readonly<Record<string, string>>;
      readonly otherwise?: string;
    }
  /** Cut to at most `length` characters; the base is marked lossy and the short copy never goes back. */
  | { readonly kind: 'clip'; readonly length: number }
  /** A list as one text. */
  | { readonly kind: 'join'; readonly separator: string };

/** Invented at creation where the CRM requires a value that the referral lacks; never sent to Partner Center. */
export type Placeholder =
  | { readonly kind: 'template'; readonly text: string }
  | { readonly kind: 'daysAfterCreation'; readonly days: number };

/** One atom's way between a lead path and a CRM place. */
export interface Rule {
  readonly lead: LeadPath;
  readonly crm: CrmPlace;
  readonly transform?: Transform;
  readonly direction: Direction;
  readonly when: When;
  readonly conflict: Policy;
  readonly onLink: LinkPolicy;
  readonly placeholder?: Placeholder;
}

/** A fixed value the org's own rules want, e.g. a loss reason at an ending. */
export interface ConstantRule {
  readonly constant: CrmValue;
  readonly crm: string;
  readonly when: When;
}

/** First entry = what we set; all = what we recognise. Won and lost are recognised by the CRM's own flags. */
export interface StageTable {
  readonly field: string;
  readonly received: readonly string[];
  readonly accepted: readonly string[];
  readonly won: readonly string[];
  readonly lost: readonly string[];
  /** Further fields that belong to a received lead only, e.g. a forecast category kept out of the forecast. */
  readonly whileReceived: Readonly<Record<string, CrmValue>>;
}

/** Our own fields on the opportunity, by the CRM's names (docs/mapping.md). */
export interface OwnFields {
  readonly referralId: string;
  readonly referralLink: string;
  readonly referralStage: string;
  readonly answer: string;
  readonly reason: string;
  readonly settle: string;
  readonly syncStatus: string;
  readonly syncMessage: string;
}

export interface Mapping {
  /** Name of the file or shipped default it came from. */
  readonly name: string;
  /** Changes with any change of content: a hash. */
  readonly version: string;
  readonly crmKind: 'salesforce' | 'dynamics';
  readonly own: OwnFields;
  readonly stages: StageTable;
  readonly rules: readonly Rule[];
  readonly constants: readonly ConstantRule[];
}

/** The base belongs to this triple: a rule that changes any of the three starts at first link. */
export const ruleKey = (rule: Rule): string => {
  const place = typeof rule.crm === 'string' ? rule.crm : `${rule.crm.amount}+${rule.crm.currency}`;
  return `${rule.lead}|${place}|${rule.transform === undefined ? '' : JSON.stringify(rule.transform)}`;
};

export const placeFields = (place: CrmPlace): readonly string[] =>
  typeof place === 'string' ? [place] : [place.amount, place.currency];

/** Every opportunity field a mapping reads or writes, each once. */
export const mappedFields = (mapping: Mapping): readonly string[] => [
  ...new Set([
    ...Object.values(mapping.own),
    mapping.stages.field,
    ...Object.keys(mapping.stages.whileReceived),
    ...mapping.rules.flatMap((rule) => placeFields(rule.crm)),
    ...mapping.constants.map((rule) => rule.crm),
  ]),
];
