import type { LeadPath } from '#core/lead/lead.ts';
import { LEAD_SHAPES, type LeadShape } from '#core/mapping/lead-shapes.ts';
import type { Rule } from '#core/mapping/rule.ts';
import { PARTNER_WRITABLE } from '#core/ports/partner-system.ts';
import type { Problem } from './problem.ts';

/** What is wrong with a rule by itself: `at` is the key of the rule that is to blame. */
interface Finding {
  readonly at: keyof Rule;
  readonly problem: string;
  readonly remedy: string;
}

const isPartnerWritable = (path: LeadPath): boolean =>
  (PARTNER_WRITABLE as readonly LeadPath[]).includes(path);

const leadFinding = (rule: Rule, shape: LeadShape): Finding | undefined => {
  if (shape === 'people')
    return {
      at: 'lead',
      problem: 'people do not move by a rule: they become contacts, and the team the owner',
      remedy: 'Take the rule out.',
    };
  if (rule.lead === 'crmId')
    return {
      at: 'lead',
      problem: 'the CRM id is kept by the sync itself',
      remedy: 'Take the rule out; limits.crmId in the settings says when it is written.',
    };
  return undefined;
};

const placeFinding = (rule: Rule, shape: LeadShape): Finding | undefined => {
  const isMoneyPlace = typeof rule.crm !== 'string';
  if ((shape === 'money') === isMoneyPlace) return undefined;
  return {
    at: 'crm',
    problem:
      shape === 'money'
        ? 'an amount never moves without its currency'
        : 'only "value" has an amount and a currency',
    remedy:
      shape === 'money'
        ? 'Write { "amount": FIELD, "currency": FIELD }.'
        : 'Write the name of one field.',
  };
};

const directionFinding = (rule: Rule): Finding | undefined => {
  if (rule.lead === 'salesStage' && rule.direction !== 'toPartner')
    return {
      at: 'direction',
      problem: 'the sales stage is only reported to Partner Center',
      remedy: 'Write "toPartner".',
    };
  if (rule.direction === 'toCrm' || isPartnerWritable(rule.lead)) return undefined;
  return {
    at: 'direction',
    problem: `Partner Center takes no change of ${rule.lead}`,
    remedy: 'Write "toCrm".',
  };
};

const isReversible = (entries: Readonly<Record<string, string>>): boolean =>
  new Set(Object.values(entries)).size === Object.keys(entries).length;

const transformFinding = (rule: Rule, shape: LeadShape): Finding | undefined => {
  const { transform } = rule;
  if (shape === 'texts' && transform?.kind !== 'join')
    return {
      at: 'transform',
      problem: `${rule.lead} is a list, and a field takes one text`,
      remedy: 'Write { "kind": "join", "separator": "; " }.',
    };
  if (transform === undefined) return undefined;
  if (transform.kind === 'join' && shape !== 'texts')
    return {
      at: 'transform',
      problem: `${rule.lead} is not a list: there is nothing to join`,
      remedy: 'Take the transform out.',
    };
  if (transform.kind !== 'join' && shape !== 'text')
    return {
      at: 'transform',
      problem: `"${transform.kind}" is for texts, which ${rule.lead} is not`,
      remedy: 'Take the transform out.',
    };
  if (transform.kind !== 'table' || rule.direction === 'toCrm') return undefined;
  if (transform.otherwise === undefined && isReversible(transform.entries)) return undefined;
  return {
    at: 'transform',
    problem: 'the way back is not clear: several lead values become the same CRM value',
    remedy: 'Write direction "toCrm", or give each lead value a CRM value of its own.',
  };
};

const policyFinding = (rule: Rule, shape: LeadShape): Finding | undefined =>
  rule.conflict === 'merge' && shape !== 'text'
    ? {
        at: 'conflict',
        problem: 'only texts can be merged',
        remedy: 'Write "partner", "crm" or "ask".',
      }
    : undefined;

const placeholderFinding = (rule: Rule, shape: LeadShape): Finding | undefined => {
  const { placeholder } = rule;
  if (placeholder === undefined) return undefined;
  if (rule.direction === 'toPartner')
    return {
      at: 'placeholder',
      problem: 'a placeholder is for the CRM and never sent to Partner Center',
      remedy: 'Take it out, or let the rule write to the CRM.',
    };
  const fits = placeholder.kind === 'template' ? shape === 'text' : shape === 'day';
  if (fits) return undefined;
  return {
    at: 'placeholder',
    problem: `"${placeholder.kind}" does not make what ${rule.lead} holds`,
    remedy: 'Use "template" for texts and "daysAfterCreation" for days.',
  };
};

/** Everything wrong with one rule, whatever the others say. */
export const ruleProblems = (rule: Rule, path: string): Problem[] => {
  const shape = LEAD_SHAPES[rule.lead];
  const lead = leadFinding(rule, shape);
  const findings =
    lead === undefined
      ? [
          placeFinding(rule, shape),
          directionFinding(rule),
          transformFinding(rule, shape),
          policyFinding(rule, shape),
          placeholderFinding(rule, shape),
        ]
      : [lead];
  return findings
    .filter((finding) => finding !== undefined)
    .map(({ at, problem, remedy }) => ({ path: `${path}.${at}`, problem, remedy }));
};
