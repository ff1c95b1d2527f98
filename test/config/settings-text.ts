interface Changes {
  readonly file?: object;
  readonly tenant?: object;
  readonly partnerCenter?: object;
  readonly crm?: object;
}

/** The least that a settings file can say, with changes; `undefined` takes a key out. */
export const settingsText = (changes: Changes = {}): string =>
  JSON.stringify({
    tenants: [
      {
        id: 'contoso',
        partnerCenter: {
          tenantId: 'contoso.example',
          clientId: 'pc-app',
          clientSecret: '${PC_CLIENT_SECRET}',
          ...changes.partnerCenter,
        },
        crm: {
          kind: 'salesforce',
          loginUrl: 'https://contoso.my.salesforce.com',
          clientId: 'sf-app',
          clientSecret: '${SF_CLIENT_SECRET}',
          ...changes.crm,
        },
        assign: { default: 'sales@contoso.example' },
        ...changes.tenant,
      },
    ],
    ...changes.file,
  });
