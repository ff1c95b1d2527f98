/** What no public source settles (SF §17); the first value of each is the default. Change one at any time. */
export interface Switches {
  upsertUpdate: 'body' | 'empty';
  /** Which stamp `If-Unmodified-Since` is held against. */
  guardStamp: 'LastModifiedDate' | 'SystemModstamp';
  guardsExternalId: boolean;
  guardsComposite: boolean;
  staleBody: 'errors' | 'empty';
  binRow: 'NOT_FOUND' | 'ENTITY_IS_DELETED';
  unknownIdOnPatch: 'NOT_FOUND' | 'INVALID_CROSS_REFERENCE_KEY';
  pullsCloseDate: boolean;
  restrictsStage: boolean;
  lockStatus: 400 | 409;
  duplicateAlertStatus: 400 | 300;
  deleteMovesLastModified: boolean;
  tokenErrorStatus: 400 | 401;
  reusesToken: boolean;
  binBlocksUnique: boolean;
  /** Rules on Account and Contact: `alert` yields to the header `allowSave=true`, `block` never does. */
  duplicateRules: 'alert' | 'block' | 'off';
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  upsertUpdate: 'body',
  guardStamp: 'LastModifiedDate',
  guardsExternalId: false,
  guardsComposite: true,
  staleBody: 'errors',
  binRow: 'NOT_FOUND',
  unknownIdOnPatch: 'NOT_FOUND',
  pullsCloseDate: false,
  restrictsStage: false,
  lockStatus: 400,
  duplicateAlertStatus: 400,
  deleteMovesLastModified: true,
  tokenErrorStatus: 400,
  reusesToken: true,
  binBlocksUnique: false,
  duplicateRules: 'alert',
};
