import { z } from 'zod';
import type { ProvisionReport, ProvisionStep } from '#core/ports/provisioner.ts';
import { attempt, stepOf } from './attempt.ts';
import type { PermissionSetName } from './permission-sets.ts';
import { parseReply, type ProvisionApi, type ProvisionRun } from './provision-api.ts';
import { isIn, quote } from './soql.ts';
import { writeRows } from './write-rows.ts';

const UserRows = z.array(
  z.looseObject({ Id: z.string(), Username: z.string(), Email: z.string().nullish() }),
);
const AssignmentRows = z.array(z.looseObject({ AssigneeId: z.string() }));
/** A URL takes about 16,000 bytes, reference SF §11. */
const NAMES_PER_QUERY = 50;

const SELECT_USER = 'SELECT Id, Username, Email FROM User';

export interface Person {
  readonly userId: string;
  readonly userName: string;
}

export interface People {
  readonly found: readonly Person[];
  readonly problems: readonly string[];
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Active users by user name, which is unique, else by e-mail, which is not: two hits are no hit. */
export const findPeople = async (api: ProvisionApi, names: readonly string[]): Promise<People> => {
  const rows: z.infer<typeof UserRows> = [];
  for (let start = 0; start < names.length; start += NAMES_PER_QUERY) {
    const slice = names.slice(start, start + NAMES_PER_QUERY);
    const soql = `${SELECT_USER} WHERE IsActive = true AND (${isIn('Username', slice)} OR ${isIn('Email', slice)})`;
    rows.push(...parseReply(UserRows, await api.query(soql)));
  }
  const found = new Map<string, Person>();
  const problems: string[] = [];
  for (const name of names) {
    const byName = rows.filter((row) => isSame(row.Username, name));
    const byEmail = rows.filter((row) => isSame(row.Email ?? '', name));
    const hits = byName.length > 0 ? byName : byEmail;
    const userNames = [...new Set(hits.map((hit) => hit.Username))];
    const hit = hits[0];
    if (hit === undefined) problems.push(`No active user has the user name or e-mail ${name}.`);
    else if (userNames.length > 1)
      problems.push(`${name} is the e-mail of ${userNames.join(' and ')}: name one by user name.`);
    else found.set(hit.Id, { userId: hit.Id, userName: hit.Username });
  }
  return { found: [...found.values()], problems };
};

export const findSelf = async (api: ProvisionApi): Promise<People> => {
  const userId = await api.userId();
  const rows = parseReply(UserRows, await api.query(`${SELECT_USER} WHERE Id = ${quote(userId)}`));
  return { found: [{ userId, userName: rows[0]?.Username ?? userId }], problems: [] };
};

/** Gives the set to each who lacks it; without an id (a dry run before the set exists) to all. */
export const assignSet = async (
  run: ProvisionRun,
  set: { readonly name: PermissionSetName; readonly id: string | undefined },
  people: readonly Person[],
): Promise<ProvisionReport> => {
  if (people.length === 0) return { steps: [], problems: [], hints: [] };
  const what = (person: Person): string => `${set.name} for ${person.userName}`;
  const soql = `SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId = ${quote(set.id ?? '')}`;
  const read = await attempt(async () =>
    set.id === undefined ? [] : parseReply(AssignmentRows, await run.api.query(soql)),
  );
  if (read.kind !== 'done')
    return { steps: [stepOf(`who has ${set.name}`, 'present', read)], problems: [], hints: [] };
  const holders = new Set(read.value.map((row) => row.AssigneeId));
  const steps: ProvisionStep[] = people
    .filter((person) => holders.has(person.userId))
    .map((person) => ({ what: what(person), state: 'present' }));
  const lacking = people.filter((person) => !holders.has(person.userId));
  if (run.isDry)
    steps.push(...lacking.map((person) => ({ what: what(person), state: 'wouldAssign' as const })));
  else {
    const rows = lacking.map((person) => ({
      what: what(person),
      row: {
        attributes: { type: 'PermissionSetAssignment' },
        AssigneeId: person.userId,
        PermissionSetId: set.id,
      },
    }));
    steps.push(...(await writeRows(run.api, { method: 'post', rows, state: 'assigned' })));
  }
  return { steps, problems: [], hints: [] };
};
