import { dirname, resolve } from 'node:path';
import type { Mapping } from '#core/mapping/rule.ts';
import { loadMapping } from '#config/mapping.ts';
import type { Problem } from '#config/problem.ts';
import type { Settings, TenantSettings } from '#config/settings-schema.ts';
import { parseSettings } from '#config/settings.ts';
import type { Toolbox } from './toolbox.ts';

export const KEY_NAME = 'LEAD_SYNC_KEY';
/** Of LEAD_SYNC_KEY, in characters; the store refuses a shorter one too. */
export const MIN_KEY_LENGTH = 16;
const MAKE_KEY =
  'Make one with "openssl rand -base64 32", set it where lead-sync is started and keep it safe: it seals the stored sign-in.';

export interface SettingsRequest {
  readonly config: string;
  /** One tenant by its id; all when left out. */
  readonly tenant?: string | undefined;
  /** False where no store is opened. */
  readonly needsKey: boolean;
}

export interface TenantFile {
  readonly settings: TenantSettings;
  readonly mapping: Mapping;
}

export type SettingsFile =
  | {
      readonly kind: 'settings';
      readonly settings: Settings;
      /** File of the store, or `:memory:`. */
      readonly storePath: string;
      readonly key: string;
      readonly tenants: readonly TenantFile[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const keyProblems = (key: string): Problem[] => {
  if (key.length >= MIN_KEY_LENGTH) return [];
  const problem =
    key === ''
      ? 'is not set'
      : `has ${key.length} characters; at least ${MIN_KEY_LENGTH} are needed`;
  return [{ path: `${KEY_NAME} (environment)`, problem, remedy: MAKE_KEY }];
};

/** What the schema takes and this version does not have. */
const notInThisVersion = (settings: Settings): Problem[] => [
  ...(settings.store.startsWith('mongodb')
    ? [
        {
          path: 'store',
          problem: 'MongoDB is not in this version',
          remedy: 'Write "sqlite:./data/lead-sync.db".',
        },
      ]
    : []),
  ...(settings.queue === 'in-process'
    ? []
    : [
        {
          path: 'queue',
          problem: 'a Redis queue is not in this version',
          remedy: 'Write "in-process".',
        },
      ]),
  ...settings.tenants.flatMap((tenant, index) =>
    tenant.crm.kind === 'salesforce'
      ? []
      : [
          {
            path: `tenants[${index}].crm.kind`,
            problem: 'Dynamics 365 is not in this version',
            remedy: 'Write "salesforce", or wait for the version that brings Dynamics 365.',
          },
        ],
  ),
];

const withMappings = (
  settings: Settings,
  readFile: (path: string) => string,
): { tenants: TenantFile[]; problems: Problem[] } => {
  const tenants: TenantFile[] = [];
  const problems: Problem[] = [];
  for (const [index, tenant] of settings.tenants.entries()) {
    if (tenant.crm.kind !== 'salesforce') continue;
    const loaded = loadMapping(tenant.mapping, readFile);
    if (loaded.kind === 'mapping') tenants.push({ settings: tenant, mapping: loaded.mapping });
    else {
      const at = `tenants[${index}].mapping (${tenant.mapping})`;
      problems.push(
        ...loaded.problems.map((found) => ({
          ...found,
          path: found.path === '(file)' ? at : `${at} ${found.path}`,
        })),
      );
    }
  }
  return { tenants, problems };
};

const tenantProblem = (settings: Settings, tenant: string | undefined): Problem[] => {
  const ids = settings.tenants.map(({ id }) => id);
  return tenant === undefined || ids.includes(tenant)
    ? []
    : [
        {
          path: '--tenant',
          problem: `no tenant has the id "${tenant}"`,
          remedy: `Name one of: ${ids.join(', ')}.`,
        },
      ];
};

const readText = (path: string, read: (path: string) => string): string | undefined => {
  try {
    return read(path);
  } catch {
    return undefined;
  }
};

/** Reads the settings with all that hangs on them and tells every problem at once; nothing is opened or sent. */
export const readSettingsFile = (
  { env, files }: Pick<Toolbox, 'env' | 'files'>,
  request: SettingsRequest,
): SettingsFile => {
  const key = env[KEY_NAME] ?? '';
  const ofKey = request.needsKey ? keyProblems(key) : [];
  const text = readText(request.config, (path) => files.read(path));
  if (text === undefined) {
    const problem: Problem = {
      path: request.config,
      problem: 'cannot be read',
      remedy: 'Make it with "lead-sync init", or name another file with --config.',
    };
    return { kind: 'problems', problems: [problem, ...ofKey] };
  }
  const parsed = parseSettings({ text, env, readFile: (path) => files.read(path) });
  if (parsed.kind === 'problems') {
    return { kind: 'problems', problems: [...parsed.problems, ...ofKey] };
  }
  const { settings } = parsed;
  const folder = dirname(resolve(request.config));
  const { tenants, problems } = withMappings(settings, (path) => files.read(resolve(folder, path)));
  const all = [
    ...notInThisVersion(settings),
    ...problems,
    ...tenantProblem(settings, request.tenant),
    ...ofKey,
  ];
  if (all.length > 0) return { kind: 'problems', problems: all };
  const place = settings.store.slice('sqlite:'.length);
  return {
    kind: 'settings',
    settings,
    storePath: place === ':memory:' ? place : resolve(folder, place),
    key,
    tenants: tenants.filter(
      (tenant) => request.tenant === undefined || tenant.settings.id === request.tenant,
    ),
  };
};

/** One line per problem, and its remedy under it. */
export const problemLines = (problems: readonly Problem[]): string[] =>
  problems.flatMap(({ path, problem, remedy }) => [
    `${path}: ${problem}`,
    ...(remedy === undefined ? [] : [`    ${remedy}`]),
  ]);
