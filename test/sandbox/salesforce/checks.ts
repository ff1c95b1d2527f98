import { refuse, Refused } from './refused.ts';
import type { ObjectDef } from './schema.ts';
import type { Fields, Row, Scalar } from './tables.ts';
import { renderRow } from './values.ts';
import type { World } from './world.ts';
import type { Writer } from './body.ts';

export interface Draft {
  readonly object: ObjectDef;
  readonly id: string;
  readonly fields: Fields;
}

const toRow = (draft: Draft): Row => ({ id: draft.id, fields: draft.fields, deletedAt: undefined });

export const requireFields = (draft: Draft): void => {
  const missing = [...draft.object.fields.values()]
    .filter(
      (field) =>
        !field.nillable &&
        !field.defaultedOnCreate &&
        field.createable &&
        field.type !== 'boolean' &&
        draft.fields[field.name] === undefined,
    )
    .map((field) => field.name);
  if (missing.length === 0) return;
  throw refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, {
    fields: missing,
  });
};

/** Unique values, case ignored where the field says so; nulls never clash (SF §8). */
export const requireUnique = (world: World, draft: Draft): void => {
  for (const field of draft.object.fields.values()) {
    const value = draft.fields[field.name];
    if (!field.unique || typeof value !== 'string') continue;
    const holder = world
      .table(draft.object.name)
      .find(field.name, value)
      .find(
        (row) =>
          row.id !== draft.id &&
          (row.deletedAt === undefined || world.switches.binBlocksUnique) &&
          (!field.caseSensitive || row.fields[field.name] === value),
      );
    if (holder === undefined) continue;
    throw refuse(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${holder.id}`,
      { fields: [] },
    );
  }
};

export const runFlows = (world: World, draft: Draft): Fields => {
  let fields = draft.fields;
  for (const flow of world.flows) {
    if (flow.object !== draft.object.name) continue;
    fields = {
      ...fields,
      ...flow.change(renderRow(world, draft.object, toRow({ ...draft, fields }))),
    };
  }
  return fields;
};

export const runValidations = (world: World, draft: Draft): void => {
  const messages = world.validations
    .filter((rule) => rule.object === draft.object.name)
    .map((rule) => rule.check(renderRow(world, draft.object, toRow(draft))))
    .filter((message) => message !== undefined);
  if (messages.length === 0) return;
  throw new Refused(
    400,
    messages.map((message) => ({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message,
      fields: [],
    })),
  );
};

const isSame = (left: Scalar | undefined, right: Scalar): boolean =>
  left !== undefined && String(left).toLowerCase() === String(right).toLowerCase();

/** Close to the shipped rules: an account by name, a contact by e-mail. */
const findLookalikes = (world: World, { object, fields, id }: Draft): readonly Row[] => {
  const name = object.name === 'Account' ? 'Name' : object.name === 'Contact' ? 'Email' : undefined;
  const value = name === undefined ? undefined : fields[name];
  if (name === undefined || value === undefined) return [];
  return world
    .table(object.name)
    .find(name, String(value))
    .filter(
      (row) => row.id !== id && row.deletedAt === undefined && isSame(row.fields[name], value),
    );
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
