import { DAY_MS, msBetween, type Instant } from '#core/lead/instant.ts';
import type { ReferralId } from '#core/lead/ids.ts';
import type { BrakeUse } from '#core/merge/operation.ts';
import type { BrakeKind, HeldBrake } from './tenant-record.ts';

/** At least so many links before a massive clearing or vanishing counts as one. */
const LEAST = 20;
const SHARE = 0.02;
/** A held or released brake is remembered so long. */
const KEEP_MS = 30 * DAY_MS;

/**
 * Counts what a run would do massively before any of it is done: links whose plan uses a braked kind are
 * put aside, and gone through at the end of the run, when it is known how many there are (design §6, brake).
 */
export interface BrakeTally {
  /** True while such links are being put aside. */
  isCounting(): boolean;
  /** Puts a link aside under what its plan uses; false when all of it may pass: nothing to put aside. */
  putAside(referral: ReferralId, uses: readonly BrakeUse[]): boolean;
  /** Ends the counting: from now on the kinds over their bound are held. */
  close(): void;
  isHeld(referral: ReferralId, kind: BrakeKind, subject: string): boolean;
  /** What is held now, for the tenant's record. */
  held(now: Instant): readonly HeldBrake[];
}

const keyOf = (kind: BrakeKind, subject: string): string =>
  subject === '' ? kind : `${kind}:${subject}`;

export const createBrakeTally = (facts: {
  readonly links: number;
  readonly closesPerCycle: number;
  /** As stored: held ones stay held, released ones let exactly their links pass. */
  readonly stored: readonly HeldBrake[];
}): BrakeTally => {
  const massive = Math.max(LEAST, Math.floor(facts.links * SHARE));
  const boundOf = (kind: BrakeKind): number =>
    kind === 'endings' ? facts.closesPerCycle : massive;
  const aside = new Map<string, { kind: BrakeKind; subject: string; referrals: Set<ReferralId> }>();
  const heldKeys = new Set<string>();
  let isCounting = true;

  const isReleased = (referral: ReferralId, key: string): boolean =>
    facts.stored.some(
      (brake) =>
        brake.isReleased &&
        keyOf(brake.kind, brake.subject) === key &&
        brake.referrals.includes(referral),
    );

  const isStoredHeld = (referral: ReferralId, key: string): boolean =>
    facts.stored.some(
      (brake) =>
        !brake.isReleased &&
        keyOf(brake.kind, brake.subject) === key &&
        brake.referrals.includes(referral),
    );

  return {
    isCounting: () => isCounting,
    putAside: (referral, uses) => {
      let isAside = false;
      for (const { kind, subject } of uses) {
        const key = keyOf(kind, subject);
        if (isReleased(referral, key) || isStoredHeld(referral, key)) continue;
        const entry = aside.get(key) ?? { kind, subject, referrals: new Set() };
        entry.referrals.add(referral);
        aside.set(key, entry);
        isAside = true;
      }
      return isAside;
    },
    close: () => {
      isCounting = false;
      for (const [key, entry] of aside) {
        if (entry.referrals.size > boundOf(entry.kind)) heldKeys.add(key);
      }
    },
    isHeld: (referral, kind, subject) => {
      const key = keyOf(kind, subject);
      return !isReleased(referral, key) && (heldKeys.has(key) || isStoredHeld(referral, key));
    },
    held: (now) => {
      const kept = facts.stored.filter(
        (brake) =>
          (brake.isReleased || !heldKeys.has(brake.id)) && msBetween(brake.heldAt, now) < KEEP_MS,
      );
      const fresh = [...heldKeys].flatMap((key): HeldBrake[] => {
        const entry = aside.get(key);
        const before = facts.stored.find((brake) => !brake.isReleased && brake.id === key);
        if (entry === undefined) return [];
        const referrals = [...new Set([...(before?.referrals ?? []), ...entry.referrals])];
        const heldAt = before?.heldAt ?? now;
        return [{ id: key, ...entry, referrals, heldAt, isReleased: false }];
      });
      return [...kept, ...fresh];
    },
  };
};
