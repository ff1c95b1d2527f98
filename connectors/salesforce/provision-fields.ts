import { z } from 'zod';
import type { ProvisionReport, ProvisionStep } from '#core/ports/provisioner.ts';
import { attempt, stepOf } from './attempt.ts';
import { compareField, ExistingField } from './compare-field.ts';
import { fieldMetadata, valueMetadata } from './field-metadata.ts';
import type { ValueLabel } from './labels.ts';
import { createRow, parseReply, type ProvisionApi, type ProvisionRun } from './provision-api.ts';
import { FIELDS, fullName, type FieldDefinition } from './schema.ts';
import { isIn } from './soql.ts';

export interface FieldsReport extends ProvisionReport {
  /** Fields that are there now (in a dry run: would be), so that rights on them can be given. */
  readonly available: readonly FieldDefinition[];
}

const FIELD_PATH = '/tooling/sobjects/CustomField';
const FieldRows = z.array(
  z.looseObject({
    Id: z.string(),
    DeveloperName: z.string(),
    TableEnumOrId: z.string(),
    NamespacePrefix: z.string().nullish(),
  }),
);
const FieldReply = z.looseObject({ Metadata: ExistingField });

const developerName = (field: FieldDefinition): string => field.name.replace(/__c$/, '');

/** Asks the Tooling API, not describe: describe hides a field from whoever has no right to it, reference SF §15. */
const listExisting = async (api: ProvisionApi): Promise<ReadonlyMap<string, string>> => {
  const objects = isIn('TableEnumOrId', [...new Set(FIELDS.map((field) => field.object))]);
  const names = isIn('DeveloperName', [...new Set(FIELDS.map(developerName))]);
  const soql = `SELECT Id, DeveloperName, TableEnumOrId, NamespacePrefix FROM CustomField WHERE ${objects} AND ${names}`;
  const rows = parseReply(FieldRows, await api.query(soql, { isTooling: true }));
  const own = rows.filter((row) => (row.NamespacePrefix ?? '') === '');
  return new Map(own.map((row) => [`${row.TableEnumOrId}.${row.DeveloperName}__c`, row.Id]));
};

/** A read carries nulls and empty lists that a write refuses. */
const isWorthRepeating = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

const repeated = (
  entry: Readonly<Record<string, unknown>>,
  except: readonly string[],
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(entry).filter(
      ([key, value]) => isWorthRepeating(value) && !except.includes(key),
    ),
  );

/** The whole definition again with values added: a PATCH replaces Metadata, so all that stands there is repeated. */
const extendedMetadata = (
  existing: ExistingField,
  missing: readonly ValueLabel[],
): Record<string, unknown> => {
  const { valueSet } = existing;
  const definition = valueSet?.valueSetDefinition ?? {};
  const kept = (definition.value ?? []).map((entry) => ({
    fullName: entry.name,
    ...repeated(entry, ['name', 'valueName', 'fullName']),
  }));
  return {
    ...repeated(existing, ['valueSet']),
    valueSet: {
      ...repeated(valueSet ?? {}, ['valueSetDefinition']),
      valueSetDefinition: {
        ...repeated(definition, ['value']),
        value: [...kept, ...missing.map(valueMetadata)],
      },
    },
  };
};

const createField = async (run: ProvisionRun, field: FieldDefinition): Promise<ProvisionStep> => {
  const what = `field ${fullName(field)}`;
  if (run.isDry) return { what, state: 'wouldCreate' };
  const body = { FullName: fullName(field), Metadata: fieldMetadata(field, run.labels) };
  return stepOf(what, 'created', await attempt(() => createRow(run.api, FIELD_PATH, body)));
};

const extendField = async (
  run: ProvisionRun,
  target: {
    readonly id: string;
    readonly field: FieldDefinition;
    readonly existing: ExistingField;
  },
  missing: readonly ValueLabel[],
): Promise<ProvisionStep> => {
  const values = missing.map((entry) => `“${entry.value}”`).join(', ');
  const what = `field ${fullName(target.field)}: values ${values}`;
  if (run.isDry) return { what, state: 'wouldExtend' };
  const body = {
    FullName: fullName(target.field),
    Metadata: extendedMetadata(target.existing, missing),
  };
  const outcome = await attempt(() => run.api.patch(`${FIELD_PATH}/${target.id}`, body));
  return stepOf(what, 'extended', outcome);
};

const checkField = async (
  run: ProvisionRun,
  field: FieldDefinition,
  id: string,
): Promise<ProvisionReport> => {
  const what = `field ${fullName(field)}`;
  const read = await attempt(async () =>
    parseReply(FieldReply, await run.api.get(`${FIELD_PATH}/${id}`)),
  );
  if (read.kind !== 'done')
    return { steps: [stepOf(what, 'present', read)], problems: [], hints: [] };
  const existing = read.value.Metadata;
  const { problems, hints, missingValues } = compareField(field, existing, run.labels);
  const step: ProvisionStep =
    missingValues.length === 0
      ? { what, state: 'present' }
      : await extendField(run, { id, field, existing }, missingValues);
  return { steps: [step], problems, hints };
};

export const provisionFields = async (run: ProvisionRun): Promise<FieldsReport> => {
  const listed = await attempt(() => listExisting(run.api));
  if (listed.kind !== 'done') {
    const steps = [stepOf('list of custom fields', 'present', listed)];
    const problem = 'No field was made or checked: the signed-in user needs Customize Application.';
    return { steps, problems: [problem], hints: [], available: [] };
  }
  const steps: ProvisionStep[] = [];
  const problems: string[] = [];
  const hints: string[] = [];
  const available: FieldDefinition[] = [];
  for (const field of FIELDS) {
    const id = listed.value.get(fullName(field));
    if (id === undefined) {
      const step = await createField(run, field);
      steps.push(step);
      if (step.state !== 'refused') available.push(field);
      continue;
    }
    const checked = await checkField(run, field, id);
    steps.push(...checked.steps);
    problems.push(...checked.problems);
    hints.push(...checked.hints);
    available.push(field);
  }
  return { steps, problems, hints, available };
};
