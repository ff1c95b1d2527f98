import { z } from 'zod';
import type { Provisioner, ProvisionReport, ProvisionRequest } from '#core/ports/provisioner.ts';
import { assignSet, findPeople, findSelf, type People } from './assign-sets.ts';
import { attempt, stepOf } from './attempt.ts';
import type { Call, SalesforceClient } from './client.ts';
import { toSyncError } from './errors.ts';
import { LABELS } from './labels.ts';
import { PERMISSION_SETS, type PermissionSetName } from './permission-sets.ts';
import { parseReply, type ProvisionApi, type ProvisionRun } from './provision-api.ts';
import { provisionFields } from './provision-fields.ts';
import { provisionSet } from './provision-rights.ts';

const QueryPage = z.looseObject({
  records: z.array(z.unknown()),
  nextRecordsUrl: z.string().nullish(),
});

/** Who gets the set: the named people; for the sync the signed-in user when nobody is named. */
const peopleFor = async (
  api: ProvisionApi,
  set: PermissionSetName,
  request: ProvisionRequest,
): Promise<People> => {
  switch (set) {
    case 'PC_Lead_Sync':
      return request.integrationUser === undefined
        ? findSelf(api)
        : findPeople(api, [request.integrationUser]);
    case 'PC_Lead_Seller':
      return findPeople(api, request.sellers);
    default:
      return set satisfies never;
  }
};

/** Fields, then the two permission sets with their rights, then who gets them. */
export const createProvisionerOver = (api: ProvisionApi): Provisioner => ({
  provision: async (request) => {
    const run: ProvisionRun = { api, labels: LABELS[request.language], isDry: request.dryRun };
    const fields = await provisionFields(run);
    const parts: ProvisionReport[] = [fields];
    for (const set of PERMISSION_SETS) {
      const made = await provisionSet(run, set, fields.available);
      parts.push(made);
      const looked = await attempt(() => peopleFor(api, set.name, request));
      if (looked.kind !== 'done') {
        const step = stepOf(`who gets ${set.name}`, 'present', looked);
        parts.push({ steps: [step], problems: [], hints: [] });
        continue;
      }
      parts.push({ steps: [], problems: looked.value.problems, hints: [] });
      if (made.setId === undefined && !request.dryRun) continue;
      parts.push(await assignSet(run, { name: set.name, id: made.setId }, looked.value.found));
    }
    return {
      steps: parts.flatMap((part) => part.steps),
      problems: parts.flatMap((part) => part.problems),
      hints: parts.flatMap((part) => part.hints),
    };
  },
});

/** The client as provisioning sees it: bodies in and out, refusals thrown. */
const apiOf = (client: SalesforceClient): ProvisionApi => {
  const send = async (method: Call['method'], path: string, body?: unknown): Promise<unknown> => {
    const answer = await client.call({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      label: `provision ${method.toLowerCase()}`,
      isWrite: method !== 'GET',
    });
    if (answer.status >= 400) throw toSyncError(answer);
    return answer.body;
  };
  return {
    get: async (path) => send('GET', path),
    post: async (path, body) => send('POST', path, body),
    patch: async (path, body) => send('PATCH', path, body),
    query: async (soql, options) => {
      const records: unknown[] = [];
      const service = options?.isTooling === true ? '/tooling/query' : '/query';
      let next: string | null | undefined = `${service}?q=${encodeURIComponent(soql)}`;
      while (typeof next === 'string') {
        const page: z.infer<typeof QueryPage> = parseReply(QueryPage, await send('GET', next));
        records.push(...page.records);
        next = page.nextRecordsUrl;
      }
      return records;
    },
    userId: async () => (await client.session()).userId,
  };
};

export const createSalesforceProvisioner = (client: SalesforceClient): Provisioner =>
  createProvisionerOver(apiOf(client));
