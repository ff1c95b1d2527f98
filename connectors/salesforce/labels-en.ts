import type { Labels } from './labels.ts';

export const LABELS_EN: Labels = {
  fields: {
    PC_Referral_Id__c: {
      label: 'Referral Id',
      help: 'The id of this lead in Microsoft Partner Center. Set by the sync.',
    },
    PC_Referral_Link__c: {
      label: 'Referral Link',
      help: 'Opens this lead in Partner Center.',
    },
    PC_Referral_Kind__c: {
      label: 'Referral Kind',
      help: 'Where the lead comes from and how far it has been qualified.',
    },
    PC_Referral_Stage__c: {
      label: 'Referral Stage',
      help: 'Where the lead stands in Partner Center. Won, Lost, Declined and Expired are final there.',
    },
    PC_Decision__c: {
      label: 'Answer to Microsoft',
      help: 'Accept or decline a received lead. Accept needs a value, a close date and notes; decline needs a reason. See Sync Message for what is still missing.',
    },
    PC_Reason__c: {
      label: 'Reason (declined, lost)',
      help: 'Sent to Microsoft when the lead is declined or lost.',
    },
    PC_Notes__c: {
      label: 'Notes shared with Microsoft',
      help: 'Microsoft and the other partners of the deal can read these notes. At most 10,000 characters reach them. Keep internal remarks in Description.',
    },
    PC_Campaign_Id__c: {
      label: 'Campaign Id',
      help: 'The marketing campaign that led to this deal, as shown in Partner Center.',
    },
    PC_Settle__c: {
      label: 'Settle',
      help: 'When Sync Message tells of different values on both sides, choose which to keep. It empties itself once done.',
    },
    PC_Respond_By__c: {
      label: 'Respond By',
      help: 'The lead expires in Partner Center unless it is accepted or declined by then.',
    },
    PC_Contact_By__c: {
      label: 'Contact By',
      help: 'The customer asked to be contacted and expects to hear from you by then.',
    },
    PC_Contact_Requested__c: {
      label: 'Customer Asked For Contact',
      help: 'The customer asked Microsoft to be contacted by interested partners.',
    },
    PC_Favorite__c: {
      label: 'Favorite in Partner Center',
      help: 'Somebody marked this lead as a favorite in Partner Center.',
    },
    PC_Needs__c: {
      label: 'Customer Needs',
      help: 'Products, services and industries the customer asked for.',
    },
    PC_Engagement_Id__c: {
      label: 'Engagement Id',
      help: 'Shared by all referrals of one co-sell deal.',
    },
    PC_MSX_Id__c: {
      label: 'MSX Id',
      help: "The opportunity's id in Microsoft's own CRM, once a Microsoft seller has accepted.",
    },
    PC_Sync_Status__c: {
      label: 'Sync Status',
      help: 'Whether this record and Partner Center are in step. Sync Message says more.',
    },
    PC_Sync_Message__c: {
      label: 'Sync Message',
      help: 'What the sync did last, what it waits for, and what you can do.',
    },
    PC_Customer_Key__c: {
      label: 'Customer Key',
      help: 'Set by the sync so that the same customer is never created twice.',
    },
    PC_Key__c: {
      label: 'Key',
      help: 'Set by the sync so that the same record is never created twice.',
    },
  },
  values: {
    PC_Referral_Kind__c: {
      customerInquiry: 'Customer inquiry',
      marketingQualified: 'Marketing qualified',
      salesQualified: 'Sales qualified',
      coSell: 'Co-sell',
      partnerDeal: 'Partner deal',
    },
    PC_Referral_Stage__c: {
      Received: 'Received',
      Accepted: 'Accepted',
      Won: 'Won',
      Lost: 'Lost',
      Declined: 'Declined',
      Expired: 'Expired',
    },
    PC_Decision__c: { Accept: 'Accept', Decline: 'Decline' },
    PC_Reason__c: {
      'Project budget is not adequate': 'Project budget is not adequate',
      'Customer did not respond': 'Customer did not respond',
      'Customer chose another vendor': 'Customer chose another vendor',
      'Customer requirement not met': 'Customer requirement not met',
      'Not a customer': 'Not a customer',
      'Proposed timeline was too short': 'Proposed timeline was too short',
      'Report as abuse, spam or phishing': 'Report as abuse, spam or phishing',
      Others: 'Others',
    },
    PC_Settle__c: {
      'Keep mine': 'Keep mine',
      "Take Partner Center's": "Take Partner Center's",
    },
    PC_Sync_Status__c: {
      Synced: 'Synced',
      Waiting: 'Waiting',
      'Action needed': 'Action needed',
      Error: 'Error',
    },
  },
  sets: {
    PC_Lead_Sync: {
      label: 'Partner Center lead sync',
      description:
        'For the integration user that keeps Partner Center leads and opportunities in step.',
    },
    PC_Lead_Seller: {
      label: 'Partner Center lead seller',
      description:
        'For people who answer Partner Center leads: edits answer, reason, notes, campaign and settle, reads the rest.',
    },
  },
};
