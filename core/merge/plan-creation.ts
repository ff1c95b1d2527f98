import { DAY_MS, addMs } from '#core/lead/instant.ts';
import type { LeadValue } from '#core/lead/lead.ts';
import { REASONS, isEnding } from '#core/lead/stage.ts';
import type { Codec } from '#core/mapping/codec.ts';
import { placeFields, type Placeholder, type When } from '#core/mapping/rule.ts';
import type { CrmFields, CrmValue } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Link, Note, PendingAtom } from '#core/sync/link.ts';
import { ownFieldsToWrite } from './own-fields.ts';
import { refusalFor, refusedNote } from './plan-partner.ts';
import type { PlanContext } from './plan-context.ts';

export interface CreationPlan {
  readonly fields: CrmFields;
  readonly atoms: Readonly<Record<string, PendingAtom>>;
  readonly notes: readonly Note[];
}

const applies = (when: When, partner: PartnerView): boolean =>
  when === 'always' || when === 'onCreate' || when.includes(partner.stage);

const invent = (
  placeholder: Placeholder,
  partner: PartnerView,
  context: PlanContext,
): LeadValue => {
  switch (placeholder.kind) {
    case 'daysAfterCreation': {
      const createdAt = partner.fields.createdAt ?? context.now;
      return addMs(createdAt, placeholder.days * DAY_MS).slice(0, 10);
    }
    case 'template': {
      const kind = partner.fields.kind ?? 'customerInquiry';
      const customer = partner.fields['customer.name'] ?? partner.id;
      // A function: `$&` in a name is part of the name.
      return placeholder.text
        .replaceAll('{kind}', () => context.say({ key: `kind.${kind}`, values: {} }))
        .replaceAll('{customer}', () => customer);
    }
    default:
      return placeholder satisfies never;
  }
};

const stageFields = (partner: PartnerView, context: PlanContext): CrmFields => {
  const { stages, own } = context.mapping;
  const at = (values: readonly string[]): CrmFields => {
    const value = values[0];
    return value === undefined ? {} : { [stages.field]: value };
  };
  switch (partner.stage) {
    case 'received':
      return { ...at(stages.received), ...stages.whileReceived };
    case 'accepted':
      return at(stages.accepted);
    case 'won':
      return at(stages.won);
    case 'lost':
    case 'declined':
    case 'expired': {
      const reason = REASONS.find((text) => text === partner.reason);
      return { ...at(stages.lost), ...(reason === undefined ? {} : { [own.reason]: reason }) };
    }
    default:
      return partner.stage satisfies never;
  }
};

interface Filled {
  readonly atom: PendingAtom;
  readonly note?: Note;
}

const fill = (
  codec: Codec,
  value: LeadValue | null,
  partner: PartnerView,
  context: PlanContext,
): Filled | Note | undefined => {
  const { placeholder, lead } = codec.rule;
  const isInvented = value === null && placeholder !== undefined;
  const said = codec.toCrm(isInvented ? invent(placeholder, partner, context) : value);
  if (said.kind === 'unsayable') return said.note;
  if (!isInvented && value === null) return undefined;
  const atom = {
    before: null,
    after: said.fields,
    counterpart: value,
    ...(said.isLossy ? { isLossy: true as const } : {}),
    ...(isInvented ? { isPlaceholder: true as const } : {}),
  };
  const waits = isInvented && codec.rule.when !== 'onCreate' && !isEnding(partner.stage);
  if (waits) return { atom, note: { key: 'wait.placeholder', values: { field: lead } } };
  return said.isLossy && codec.rule.when !== 'onCreate'
    ? { atom, note: { key: 'note.shortened', values: { field: lead } } }
    : { atom };
};

/** What a new row cannot do without, or can be given only then. */
const isNeeded = ({ rule }: Codec, context: PlanContext): boolean =>
  rule.when === 'onCreate' ||
  rule.placeholder !== undefined ||
  placeFields(rule.crm).some((name) => context.metadata.fields.get(name)?.isRequired === true);

/**
 * The new opportunity: what the referral says, what the CRM wants besides, and our own fields. `isBare`: after a
 * refusal that blames nothing, only what is needed; the rest follows as edits, each for itself.
 */
export const planCreation = (
  link: Link,
  partner: PartnerView,
  context: PlanContext,
  { isBare = false }: { readonly isBare?: boolean } = {},
): CreationPlan => {
  const atoms: Record<string, PendingAtom> = {};
  const notes: Note[] = [];
  for (const codec of context.codecs) {
    const { lead, when, direction } = codec.rule;
    const value = partner.fields[lead];
    if (direction === 'toPartner' || value === undefined || !applies(when, partner)) continue;
    if (isBare && !isNeeded(codec, context)) continue;
    const filled = fill(codec, value, partner, context);
    if (filled === undefined) continue;
    if ('key' in filled) {
      notes.push(filled);
      continue;
    }
    const { after } = filled.atom;
    const refused = refusalFor(link, { key: codec.key, side: 'crm', after }, context);
    if (refused !== undefined) {
      notes.push(refusedNote(refused, lead));
      continue;
    }
    atoms[codec.key] = filled.atom;
    if (filled.note !== undefined) notes.push(filled.note);
  }
  const constants = Object.fromEntries(
    context.mapping.constants
      .filter((rule) => applies(rule.when, partner))
      .map((rule): [string, CrmValue] => [rule.crm, rule.constant]),
  );
  const wanted: CrmFields = Object.assign(
    {},
    constants,
    stageFields(partner, context),
    ...Object.values(atoms).map((atom) => atom.after),
    ownFieldsToWrite(link, { partner, crm: null }, [...notes, ...link.lasting], context),
  ) as CrmFields;
  const fields = Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => value !== null && context.metadata.fields.get(name)?.isCreateable === true,
    ),
  );
  return { fields, atoms, notes };
};
