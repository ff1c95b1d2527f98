import type { Referral } from '#test/sandbox/partner-center.ts';
import type { Link } from '#core/sync/link.ts';
import type { LeadJournal } from './lead-journal.ts';
import type { Rig } from './rig.ts';
import type { Story } from './stories.ts';

/** What a person changes while the worker is at it. */
export interface Edit {
  readonly name: string;
  readonly by: 'seller' | 'portal';
  readonly field: 'value' | 'notes';
  /** False where the portal takes no edit any more: nothing was done. */
  readonly act: (rig: Rig, referral: string) => boolean;
  /** Does this side show it? */
  readonly isIn: (shown: unknown) => boolean;
}

const FIELDS = {
  value: { partner: 'partner.value', crm: 'crm.Amount' },
  notes: { partner: 'partner.notes', crm: 'crm.PC_Notes__c' },
} as const;

const SELLER_LINE = 'The seller has called.';
const PORTAL_LINE = 'Microsoft has called.';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isText = (line: string) => (shown: unknown) => textOf(shown).includes(line);

type Row = Readonly<Record<string, unknown>>;

const inCrm =
  (change: (row: Row) => Row): Edit['act'] =>
  (rig, referral) => {
    const row = rig.opportunity(referral);
    rig.crm.org.update(String(row['Id']), change(row));
    return true;
  };

const inPortal =
  (change: (details: Referral['details']) => Referral['details']): Edit['act'] =>
  (rig, referral) =>
    rig.partner.save(referral, { details: change(rig.partner.referral(referral).details) });

/** Line ends differ by side, and mean nothing. */
const plain = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : value;

export const EDITS: readonly Edit[] = [
  {
    name: 'the seller changes the amount',
    by: 'seller',
    field: 'value',
    act: inCrm(() => ({ Amount: 22_222 })),
    isIn: (shown) => shown === 22_222,
  },
  {
    name: 'the seller adds to the notes',
    by: 'seller',
    field: 'notes',
    act: inCrm(({ PC_Notes__c: before }) => ({ PC_Notes__c: `${textOf(before)}\n${SELLER_LINE}` })),
    isIn: isText(SELLER_LINE),
  },
  {
    name: 'somebody changes the value in the portal',
    by: 'portal',
    field: 'value',
    act: inPortal(() => ({ dealValue: 33_333 })),
    isIn: (shown) => shown === 33_333,
  },
  {
    name: 'somebody adds to the notes in the portal',
    by: 'portal',
    field: 'notes',
    act: inPortal(({ notes }) => ({ notes: `${PORTAL_LINE}\n${textOf(notes)}` })),
    isIn: isText(PORTAL_LINE),
  },
];

const isExplained = (link: Link, field: Edit['field']): boolean =>
  link.conflicts.some(({ key }) => key.startsWith(`${field}|`)) ||
  link.notes.some(({ key, values }) => key === 'note.closedFinal' && values['field'] === field);

export type Fate = 'on both sides' | 'told with both values' | 'gave way' | 'LOST';

/** What has become of an edit (invariant I2). */
export const fateOf = async (
  rig: Rig,
  journal: LeadJournal,
  told: { readonly edit: Edit; readonly story: Story },
): Promise<Fate> => {
  const { edit, story } = told;
  const shown = journal.shown();
  const { partner, crm } = FIELDS[edit.field];
  const areEqual = plain(shown[partner]) === plain(shown[crm]);
  if (areEqual && edit.isIn(shown[crm])) return 'on both sides';
  if (areEqual) return story.winsOver?.[edit.field] === edit.by ? 'gave way' : 'LOST';
  const isThere = edit.isIn(shown[edit.by === 'seller' ? crm : partner]);
  const link = await rig.link(journal.referral);
  return isThere && isExplained(link, edit.field) ? 'told with both values' : 'LOST';
};
