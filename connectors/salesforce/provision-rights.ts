import { z } from 'zod';
import type { ProvisionReport, ProvisionStep } from '#core/ports/provisioner.ts';
import { attempt, stepOf } from './attempt.ts';
import type { PermissionSetDefinition } from './permission-sets.ts';
import { createRow, parseReply, type ProvisionRun } from './provision-api.ts';
import { fieldTable, objectTable, planRights, type RightsTable } from './rights.ts';
import type { FieldDefinition } from './schema.ts';
import { quote } from './soql.ts';
import { writeRows } from './write-rows.ts';

const SET_PATH = '/sobjects/PermissionSet';
const SetRows = z.array(z.looseObject({ Id: z.string() }));
const Rows = z.array(z.record(z.string(), z.unknown()));

export interface SetReport extends ProvisionReport {
  /** Undefined when the set is not there: in a dry run on a fresh org, or after a refusal. */
  readonly setId: string | undefined;
}

const fetchSetId = async (
  { api }: ProvisionRun,
  { name }: PermissionSetDefinition,
): Promise<string | undefined> => {
  const soql = `SELECT Id FROM PermissionSet WHERE Name = ${quote(name)} AND NamespacePrefix = null`;
  return parseReply(SetRows, await api.query(soql))[0]?.Id;
};

interface SetFound {
  readonly setId: string | undefined;
  readonly step: ProvisionStep;
}

const ensureSet = async (run: ProvisionRun, set: PermissionSetDefinition): Promise<SetFound> => {
  const what = `permission set ${set.name}`;
  const looked = await attempt(() => fetchSetId(run, set));
  if (looked.kind !== 'done') return { setId: undefined, step: stepOf(what, 'present', looked) };
  if (looked.value !== undefined) return { setId: looked.value, step: { what, state: 'present' } };
  if (run.isDry) return { setId: undefined, step: { what, state: 'wouldCreate' } };
  const words = run.labels.sets[set.name];
  const body = { Name: set.name, Label: words.label, Description: words.description };
  const made = await attempt(() => createRow(run.api, SET_PATH, body));
  if (made.kind === 'done') return { setId: made.value, step: { what, state: 'created' } };
  // Taken: somebody made it between our look and our create.
  const setId = made.kind === 'taken' ? await fetchSetId(run, set) : undefined;
  return { setId, step: stepOf(what, 'created', made) };
};

const reportOf = (
  steps: readonly ProvisionStep[],
  problems: readonly string[],
): ProvisionReport => ({
  steps,
  problems,
  hints: [],
});

const join = (parts: readonly ProvisionReport[]): ProvisionReport => ({
  steps: parts.flatMap((part) => part.steps),
  problems: parts.flatMap((part) => part.problems),
  hints: parts.flatMap((part) => part.hints),
});

/** Rights that belong to no object are columns of the set's own row. */
const grantUserPermissions = async (
  run: ProvisionRun,
  set: PermissionSetDefinition,
  setId: string,
): Promise<ProvisionReport> => {
  if (set.userPermissions.length === 0) return reportOf([], []);
  const path = `${SET_PATH}/${setId}`;
  const read = await attempt(async () =>
    parseReply(z.record(z.string(), z.unknown()), await run.api.get(path)),
  );
  if (read.kind !== 'done')
    return reportOf([stepOf(`${set.name}: general rights`, 'present', read)], []);
  const steps: ProvisionStep[] = [];
  const hints: string[] = [];
  for (const permission of set.userPermissions) {
    const what = `${set.name}: ${permission}`;
    const column = `Permissions${permission}`;
    if (read.value[column] === undefined)
      hints.push(`${set.name}: this org knows no right ${permission}`);
    else if (read.value[column] === true) steps.push({ what, state: 'present' });
    else if (run.isDry) steps.push({ what, state: 'wouldGrant' });
    else {
      const outcome = await attempt(() => run.api.patch(path, { [column]: true }));
      steps.push(stepOf(what, 'granted', outcome));
    }
  }
  return { steps, problems: [], hints };
};

const grantTable = async (
  run: ProvisionRun,
  set: PermissionSetDefinition,
  target: { readonly setId: string; readonly table: RightsTable },
): Promise<ProvisionReport> => {
  const { setId, table } = target;
  if (table.rights.length === 0) return reportOf([], []);
  const columns = ['Id', table.keyColumn, ...table.columns].join(', ');
  const soql = `SELECT ${columns} FROM ${table.type} WHERE ParentId = ${quote(setId)}`;
  const read = await attempt(async () => parseReply(Rows, await run.api.query(soql)));
  if (read.kind !== 'done')
    return reportOf([stepOf(`${set.name}: ${table.type}`, 'present', read)], []);
  const { present, inserts, updates, tooWide } = planRights(table, read.value, setId);
  const problems = tooWide.map(
    ({ key }) =>
      `${set.name} lets people edit ${key}, which the sync alone writes: make it read-only in Setup`,
  );
  const steps: ProvisionStep[] = present.map(({ what }) => ({ what, state: 'present' }));
  if (run.isDry) {
    const would = [...inserts, ...updates].map(({ what }) => ({
      what,
      state: 'wouldGrant' as const,
    }));
    return reportOf([...steps, ...would], problems);
  }
  steps.push(...(await writeRows(run.api, { method: 'post', rows: inserts, state: 'granted' })));
  steps.push(...(await writeRows(run.api, { method: 'patch', rows: updates, state: 'granted' })));
  return reportOf(steps, problems);
};

/** The set with all its rights, those on fields limited to the fields that are there. */
export const provisionSet = async (
  run: ProvisionRun,
  set: PermissionSetDefinition,
  fields: readonly FieldDefinition[],
): Promise<SetReport> => {
  const { setId, step } = await ensureSet(run, set);
  const tables = [objectTable(set), fieldTable(set, fields)];
  if (setId === undefined) {
    const wanted = step.state === 'wouldCreate' ? tables.flatMap((table) => table.rights) : [];
    const general = step.state === 'wouldCreate' ? set.userPermissions : [];
    const steps: ProvisionStep[] = [
      step,
      ...general.map((name) => ({ what: `${set.name}: ${name}`, state: 'wouldGrant' as const })),
      ...wanted.map(({ what }) => ({ what, state: 'wouldGrant' as const })),
    ];
    return { setId, ...reportOf(steps, []) };
  }
  const parts = [reportOf([step], []), await grantUserPermissions(run, set, setId)];
  for (const table of tables) parts.push(await grantTable(run, set, { setId, table }));
  return { setId, ...join(parts) };
};
