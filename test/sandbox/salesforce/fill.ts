import type { Changes, Writer } from './body.ts';
import type { ObjectDef } from './schema.ts';
import { findStage } from './stages.ts';
import { dayOf, wholeSecond } from './stamp.ts';
import type { Fields } from './tables.ts';
import type { World } from './world.ts';

export const stampOf = (world: World, writer: Writer): number =>
  wholeSecond(writer.at ?? world.now());

/** A fresh object, never `delete`: an object that has lost a key takes several times the memory. */
export const applyChanges = (before: Fields, changes: Changes): Fields => {
  const cleared = new Set<string>();
  const set: Fields = {};
  for (const [field, value] of changes) {
    if (value === undefined) cleared.add(field.name);
    else set[field.name] = value;
  }
  const kept =
    cleared.size === 0
      ? before
      : Object.fromEntries(Object.entries(before).filter(([name]) => !cleared.has(name)));
  return { ...kept, ...set };
};

const isSent = (changes: Changes, name: string): boolean =>
  [...changes.keys()].some((field) => field.name === name);

interface StageStep {
  readonly before: Fields | undefined;
  readonly changes: Changes;
  readonly at: number;
}

/** Probability and forecast category follow the stage unless they are sent too (SF §5, §6). */
export const followStage = (world: World, fields: Fields, step: StageStep): void => {
  const { before, changes, at } = step;
  if (fields['StageName'] === before?.['StageName']) return;
  const stage = findStage(world, String(fields['StageName'] ?? ''));
  if (before !== undefined) fields['LastStageChangeDate'] = at;
  if (stage === undefined) {
    fields['Probability'] ??= 0;
    fields['ForecastCategoryName'] ??= 'Pipeline';
    return;
  }
  if (!isSent(changes, 'Probability')) fields['Probability'] = stage.percent;
  if (!isSent(changes, 'ForecastCategoryName')) fields['ForecastCategoryName'] = stage.categoryName;
  const today = dayOf(at);
  if (world.switches.pullsCloseDate && stage.isWon && String(fields['CloseDate']) > today) {
    fields['CloseDate'] = today;
  }
};

export const fillDefaults = (
  world: World,
  object: ObjectDef,
  fields: Fields,
  writer: Writer,
): void => {
  for (const field of object.fields.values()) {
    if (fields[field.name] !== undefined) continue;
    if (field.name === 'OwnerId') fields['OwnerId'] = writer.userId;
    else if (field.name === 'CurrencyIsoCode')
      fields['CurrencyIsoCode'] = world.currencies[0] ?? '';
    else if (field.defaultValue !== undefined) {
      fields[field.name] =
        field.type === 'boolean' ? field.defaultValue === 'true' : field.defaultValue;
    }
  }
};
