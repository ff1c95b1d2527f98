import { SyncError } from '#core/failures/sync-error.ts';
import type { ProvisionApi } from '#connectors/salesforce/provision-api.ts';

type Row = Record<string, unknown>;

export interface ProvisionOrg {
  readonly api: ProvisionApi;
  /** Every write, oldest first, as `method path`. */
  readonly writes: string[];
  readonly fields: Map<string, Row>;
  /** By object: PermissionSet, ObjectPermissions, FieldPermissions, PermissionSetAssignment, User. */
  readonly tables: Record<string, Row[]>;
  /** Answers the next matching write with a refusal. */
  refuse(matches: (path: string, body: Row) => boolean, code: string, words: string): void;
  /** Runs just before the next POST to this path: somebody else being quicker. */
  before(path: string, action: () => void): void;
}

const refusal = (systemCode: string, systemWords: string): SyncError =>
  new SyncError('REJECTED', 'Salesforce refused the call.', {
    side: 'crm',
    status: 400,
    systemCode,
    systemWords,
  });

/** Unique together, as Salesforce keeps them. */
const UNIQUE: Record<string, readonly string[]> = {
  ObjectPermissions: ['ParentId', 'SobjectType'],
  FieldPermissions: ['ParentId', 'Field'],
  PermissionSetAssignment: ['AssigneeId', 'PermissionSetId'],
};

const RIGHTS = ['ActivitiesAccess', 'ApiEnabled', 'EditTask'];

/** The Tooling API reads a picklist value as `valueName`, with every blank spelled out. */
const asRead = (metadata: Row): Row => {
  const valueSet = metadata['valueSet'] as Row | undefined;
  const definition = valueSet?.['valueSetDefinition'] as { value: Row[] } | undefined;
  return {
    description: null,
    securityClassification: null,
    ...metadata,
    valueSet:
      valueSet === undefined || definition === undefined
        ? null
        : {
            controllingField: null,
            valueSetName: null,
            valueSettings: [],
            ...valueSet,
            valueSetDefinition: {
              ...definition,
              value: definition.value.map(({ fullName, ...entry }) => ({
                color: null,
                isActive: null,
                ...entry,
                valueName: fullName,
              })),
            },
          },
  };
};

/** An org's metadata in memory, as strict about writes as the real one is known to be. */
export const createProvisionOrg = (): ProvisionOrg => {
  const writes: string[] = [];
  const fields = new Map<string, Row>();
  const tables: ProvisionOrg['tables'] = {
    PermissionSet: [],
    ObjectPermissions: [],
    FieldPermissions: [],
    PermissionSetAssignment: [],
    User: [
      { Id: '005SYNC', Username: 'sync@contoso.example', Email: 'it@contoso.example' },
      { Id: '005ANA', Username: 'ana@contoso.example', Email: 'ana.souza@contoso.example' },
      { Id: '005BOB', Username: 'bob@contoso.example', Email: 'sales@contoso.example' },
      { Id: '005EVE', Username: 'eve@contoso.example', Email: 'sales@contoso.example' },
    ],
  };
  const refusals: { matches: (path: string, body: Row) => boolean; error: SyncError }[] = [];
  const intruders = new Map<string, () => void>();
  let lastId = 0;
  const nextId = (): string => {
    lastId += 1;
    return `id${String(lastId)}`;
  };

  const meetRefusal = (path: string, body: Row): void => {
    const index = refusals.findIndex((entry) => entry.matches(path, body));
    const [found] = index === -1 ? [] : refusals.splice(index, 1);
    if (found !== undefined) throw found.error;
  };

  const checkMetadata = (body: Row): Row => {
    const text = JSON.stringify(body['Metadata']);
    if (text.includes('null') || text.includes('valueName'))
      throw refusal('JSON_PARSER_ERROR', 'Unexpected property');
    return body['Metadata'] as Row;
  };

  const createField = (body: Row): Row => {
    const name = body['FullName'] as string;
    if (fields.has(name))
      throw refusal('DUPLICATE_DEVELOPER_NAME', `There is already a field named ${name}.`);
    const id = nextId();
    fields.set(name, { Id: id, Metadata: checkMetadata(body) });
    return { id, success: true, errors: [] };
  };

  const createSet = (body: Row): Row => {
    const sets = tables['PermissionSet'] ?? [];
    if (sets.some((set) => set['Name'] === body['Name']))
      throw refusal('DUPLICATE_DEVELOPER_NAME', 'A permission set has this name.');
    const id = nextId();
    const rights = Object.fromEntries(RIGHTS.map((name) => [`Permissions${name}`, false]));
    sets.push({ Id: id, ...rights, ...body });
    return { id, success: true, errors: [] };
  };

  const writeRow = ({ attributes, ...row }: Row): Row => {
    const { type } = attributes as { type: string };
    const table = tables[type] ?? [];
    try {
      meetRefusal(`row ${type}`, row);
    } catch (error) {
      const { systemCode, systemWords } = (error as SyncError).details;
      const errors = [{ statusCode: systemCode, message: systemWords, fields: [] }];
      return { success: false, errors };
    }
    const old = table.find((entry) => entry['Id'] === row['id']);
    if (old !== undefined) {
      const { id: _id, ...rest } = row;
      Object.assign(old, rest);
      return { id: row['id'], success: true, errors: [] };
    }
    const isDouble = table.some((entry) =>
      (UNIQUE[type] ?? []).every((column) => entry[column] === row[column]),
    );
    if (isDouble)
      return { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', message: 'duplicate' }] };
    const id = nextId();
    const blank =
      type === 'ObjectPermissions'
        ? { PermissionsViewAllRecords: false }
        : { PermissionsEdit: false };
    table.push({ Id: id, ...blank, ...row });
    return { id, success: true, errors: [] };
  };

  const write = async (method: string, path: string, body: unknown): Promise<unknown> => {
    writes.push(`${method} ${path}`);
    const row = body as Row;
    intruders.get(path)?.();
    intruders.delete(path);
    meetRefusal(path, row);
    if (path === '/composite/sobjects') return (row['records'] as Row[]).map(writeRow);
    if (path === '/tooling/sobjects/CustomField') return createField(row);
    if (path === '/sobjects/PermissionSet') return createSet(row);
    const id = path.split('/').at(-1);
    const field = [...fields.values()].find((entry) => entry['Id'] === id);
    if (field !== undefined) field['Metadata'] = checkMetadata(row);
    else Object.assign(tables['PermissionSet']?.find((set) => set['Id'] === id) ?? {}, row);
    return undefined;
  };

  const select = (soql: string): readonly Row[] => {
    const from = /FROM (\w+)/.exec(soql)?.[1] ?? '';
    if (from === 'CustomField')
      return [...fields].map(([name, { Id }]) => ({
        Id,
        TableEnumOrId: name.split('.')[0],
        DeveloperName: name.split('.')[1]?.replace('__c', ''),
        NamespacePrefix: null,
      }));
    const rows = tables[from] ?? [];
    const one = /(\w+) = '([^']*)'/.exec(soql);
    if (one?.[1] !== undefined) return rows.filter((row) => row[one[1] ?? ''] === one[2]);
    const names = [...soql.matchAll(/'([^']*)'/g)].map((match) => match[1]?.toLowerCase());
    return rows.filter((row) =>
      [row['Username'], row['Email']].some((text) => names.includes(String(text).toLowerCase())),
    );
  };

  return {
    writes,
    fields,
    tables,
    refuse: (matches, code, words) => {
      refusals.push({ matches, error: refusal(code, words) });
    },
    before: (path, action) => {
      intruders.set(path, action);
    },
    api: {
      query: async (soql) => select(soql),
      get: async (path) => {
        const id = path.split('/').at(-1);
        const field = [...fields.values()].find((entry) => entry['Id'] === id);
        if (field === undefined) return tables['PermissionSet']?.find((set) => set['Id'] === id);
        return { Id: id, Metadata: asRead(field['Metadata'] as Row) };
      },
      post: async (path, body) => write('POST', path, body),
      patch: async (path, body) => write('PATCH', path, body),
      userId: async () => '005SYNC',
    },
  };
};
