import type { Writer } from './body.ts';
import type { Draft } from './checks.ts';
import { Refused } from './refused.ts';
import type { Fields, Row } from './tables.ts';
import type { World } from './world.ts';

/** Fields that must all agree, as in the shipped matching rules; the first one is looked up. */
const MATCHES: Readonly<Record<string, readonly (readonly [string, ...string[]])[]>> = {
  Account: [
    ['Name', 'BillingStreet'],
    ['Name', 'BillingCity', 'BillingState'],
    ['Name', 'BillingPostalCode'],
    ['Name', 'Phone'],
    ['Website', 'Phone'],
    ['Website', 'BillingStreet'],
  ],
  Contact: [
    ['Email', 'FirstName', 'LastName'],
    ['AccountId', 'FirstName', 'LastName', 'Title'],
    ['AccountId', 'FirstName', 'LastName', 'Phone'],
  ],
};

const agree = (left: Fields, right: Fields, names: readonly string[]): boolean =>
  names.every(
    (name) =>
      left[name] !== undefined &&
      String(left[name]).toLowerCase() === String(right[name] ?? '').toLowerCase(),
  );

const findLookalikes = (world: World, { object, fields, id }: Draft): readonly Row[] => {
  const found = (MATCHES[object.name] ?? []).flatMap((names) =>
    world
      .table(object.name)
      .find(names[0], String(fields[names[0]] ?? ''))
      .filter(
        (row) => row.id !== id && row.deletedAt === undefined && agree(fields, row.fields, names),
      ),
  );
  return [...new Set(found)];
};

/** Duplicate rules refuse what a person would only be warned of (SF §7). */
export const requireNoLookalike = (world: World, draft: Draft, writer: Writer): void => {
  const rule = world.switches.duplicateRules;
  if (rule === 'off' || !writer.isApi) return;
  if (rule === 'alert' && writer.allowsDuplicates) return;
  const matches = findLookalikes(world, draft);
  if (matches.length === 0) return;
  const type = draft.object.name;
  throw new Refused(world.switches.duplicateAlertStatus, [
    {
      errorCode: 'DUPLICATES_DETECTED',
      message: 'Use one of these records?',
      duplicateResult: {
        allowSave: rule === 'alert',
        duplicateRule: `Standard_${type}_Duplicate_Rule`,
        duplicateRuleEntityType: type,
        errorMessage: 'Use one of these records?',
        matchResults: [
          {
            entityType: type,
            errors: [],
            matchEngine: 'FuzzyMatchEngine',
            matchRecords: matches.map((row) => ({
              additionalInformation: [],
              fieldDiffs: [],
              matchConfidence: 100,
              record: { attributes: { type }, Id: row.id },
            })),
            rule: `Standard_${type}_Match_Rule_v1_0`,
            size: matches.length,
            success: true,
          },
        ],
      },
    },
  ]);
};
