interface Changes {
  readonly file?: object;
  readonly own?: object;
  readonly stages?: object;
  readonly rules?: readonly object[];
  readonly constants?: readonly object[];
}

/** The least that a mapping file can say, with changes; `undefined` takes a key out. */
export const mappingFile = (changes: Changes = {}): unknown =>
  JSON.parse(
    JSON.stringify({
      crmKind: 'salesforce',
      own: {
        referralId: 'Id__c',
        referralLink: 'Link__c',
        referralStage: 'RefStage__c',
        answer: 'Answer__c',
        reason: 'Reason__c',
        settle: 'Settle__c',
        syncStatus: 'Status__c',
        syncMessage: 'Message__c',
        ...changes.own,
      },
      stages: {
        field: 'Stage',
        received: ['New'],
        accepted: ['Working', 'Offer'],
        won: ['Won'],
        lost: ['Lost'],
        ...changes.stages,
      },
      rules: changes.rules ?? [],
      constants: changes.constants,
      ...changes.file,
    }),
  );
