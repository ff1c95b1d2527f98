import { describe, expect, test } from '@jest/globals';
import { FIELDS } from '#connectors/salesforce/schema.ts';
import { sfdxPackage } from '#connectors/salesforce/sfdx.ts';

const ROOT = 'force-app/main/default';
const fieldFile = (name: string, object = 'Opportunity'): string =>
  `${ROOT}/objects/${object}/fields/${name}.field-meta.xml`;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Every tag closed in order, no bare ampersand or bracket in the text. */
const isWellFormed = (xml: string): boolean => {
  const open: string[] = [];
  const body = xml.slice(HEAD.length);
  for (const [, slash, name, text] of body.matchAll(/<(\/?)(\w+)[^<>]*>([^<]*)/g)) {
    if (slash === '') open.push(name ?? '');
    else if (open.pop() !== name) return false;
    if (/&(?!(?:amp|lt|gt|quot|apos);)|>/.test(text ?? '')) return false;
  }
  return open.length === 0 && xml.startsWith(HEAD);
};

describe.each(['en', 'pt-BR'] as const)('the package in %s', (language) => {
  const files = sfdxPackage(language);

  test('holds the project, every field and every permission set, in a fixed order', () => {
    expect([...files.keys()]).toEqual([
      'sfdx-project.json',
      ...FIELDS.map((field) => fieldFile(field.name, field.object)),
      `${ROOT}/permissionsets/PC_Lead_Sync.permissionset-meta.xml`,
      `${ROOT}/permissionsets/PC_Lead_Seller.permissionset-meta.xml`,
    ]);
    expect([...sfdxPackage(language)]).toEqual([...files]);
  });

  test('is well-formed', () => {
    const broken = [...files]
      .filter(([path, text]) => path.endsWith('.xml') && !isWellFormed(text))
      .map(([path]) => path);
    expect(broken).toEqual([]);
  });
});

test('the project file names the package and the version', () => {
  expect(JSON.parse(sfdxPackage('en').get('sfdx-project.json') ?? '')).toEqual({
    packageDirectories: [{ path: 'force-app', default: true }],
    sourceApiVersion: '67.0',
  });
});

const files = sfdxPackage('en');
test.each([
  [
    'a key',
    'PC_Referral_Id__c',
    `    <caseSensitive>false</caseSensitive>
    <externalId>true</externalId>
    <fullName>PC_Referral_Id__c</fullName>
    <inlineHelpText>The id of this lead in Microsoft Partner Center. Set by the sync.</inlineHelpText>
    <label>Referral Id</label>
    <length>36</length>
    <required>false</required>
    <type>Text</type>
    <unique>true</unique>
`,
  ],
  [
    'a plain text',
    'PC_Campaign_Id__c',
    `    <fullName>PC_Campaign_Id__c</fullName>
    <inlineHelpText>The marketing campaign that led to this deal, as shown in Partner Center.</inlineHelpText>
    <label>Campaign Id</label>
    <length>255</length>
    <required>false</required>
    <type>Text</type>
`,
  ],
  [
    'a link',
    'PC_Referral_Link__c',
    `    <fullName>PC_Referral_Link__c</fullName>
    <inlineHelpText>Opens this lead in Partner Center.</inlineHelpText>
    <label>Referral Link</label>
    <required>false</required>
    <type>Url</type>
`,
  ],
  [
    'an instant',
    'PC_Contact_By__c',
    `    <fullName>PC_Contact_By__c</fullName>
    <inlineHelpText>The customer asked to be contacted and expects to hear from you by then.</inlineHelpText>
    <label>Contact By</label>
    <required>false</required>
    <type>DateTime</type>
`,
  ],
  [
    'a checkbox',
    'PC_Favorite__c',
    `    <defaultValue>false</defaultValue>
    <fullName>PC_Favorite__c</fullName>
    <inlineHelpText>Somebody marked this lead as a favorite in Partner Center.</inlineHelpText>
    <label>Favorite in Partner Center</label>
    <type>Checkbox</type>
`,
  ],
  [
    'a long text',
    'PC_Needs__c',
    `    <fullName>PC_Needs__c</fullName>
    <inlineHelpText>Products, services and industries the customer asked for.</inlineHelpText>
    <label>Customer Needs</label>
    <length>32000</length>
    <type>LongTextArea</type>
    <visibleLines>4</visibleLines>
`,
  ],
  [
    'a picklist, its quotes escaped',
    'PC_Settle__c',
    `    <fullName>PC_Settle__c</fullName>
    <inlineHelpText>When Sync Message tells of different values on both sides, choose which to keep. It empties itself once done.</inlineHelpText>
    <label>Settle</label>
    <required>false</required>
    <type>Picklist</type>
    <valueSet>
        <restricted>true</restricted>
        <valueSetDefinition>
            <sorted>false</sorted>
            <value>
                <default>false</default>
                <fullName>Keep mine</fullName>
                <label>Keep mine</label>
            </value>
            <value>
                <default>false</default>
                <fullName>Take Partner Center&apos;s</fullName>
                <label>Take Partner Center&apos;s</label>
            </value>
        </valueSetDefinition>
    </valueSet>
`,
  ],
])('the file of %s', (_, name, content) => {
  expect(files.get(fieldFile(name))).toBe(
    `${HEAD}<CustomField ${XMLNS}>\n${content}</CustomField>\n`,
  );
});
