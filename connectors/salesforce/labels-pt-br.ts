import type { Labels } from './labels.ts';

export const LABELS_PT_BR: Labels = {
  fields: {
    PC_Referral_Id__c: {
      label: 'ID da indicação',
      help: 'O ID deste lead no Microsoft Partner Center. Preenchido pela sincronização.',
    },
    PC_Referral_Link__c: {
      label: 'Link da indicação',
      help: 'Abre este lead no Partner Center.',
    },
    PC_Referral_Kind__c: {
      label: 'Tipo da indicação',
      help: 'De onde vem o lead e até que ponto ele foi qualificado.',
    },
    PC_Referral_Stage__c: {
      label: 'Estágio da indicação',
      help: 'Em que estágio o lead está no Partner Center. Ganho, Perdido, Recusado e Expirado são definitivos lá.',
    },
    PC_Decision__c: {
      label: 'Resposta à Microsoft',
      help: 'Aceite ou recuse um lead recebido. Para aceitar são necessários valor, data de fechamento e observações; para recusar, um motivo. A Mensagem da sincronização diz o que ainda falta.',
    },
    PC_Reason__c: {
      label: 'Motivo (recusado, perdido)',
      help: 'Enviado à Microsoft quando o lead é recusado ou perdido.',
    },
    PC_Notes__c: {
      label: 'Observações visíveis à Microsoft',
      help: 'A Microsoft e os outros parceiros do negócio podem ler estas observações. No máximo 10.000 caracteres chegam até eles. Guarde os comentários internos em Descrição.',
    },
    PC_Campaign_Id__c: {
      label: 'ID da campanha de marketing',
      help: 'A campanha de marketing que resultou neste negócio, como aparece no Partner Center.',
    },
    PC_Settle__c: {
      label: 'Resolver conflito',
      help: 'Quando a Mensagem da sincronização apontar valores diferentes nos dois lados, escolha qual manter. O campo se esvazia sozinho depois.',
    },
    PC_Respond_By__c: {
      label: 'Responder até',
      help: 'O lead expira no Partner Center se não for aceito ou recusado até lá.',
    },
    PC_Contact_By__c: {
      label: 'Contatar até',
      help: 'O cliente pediu contato e espera ouvir de você até lá.',
    },
    PC_Contact_Requested__c: {
      label: 'Cliente pediu contato',
      help: 'O cliente pediu à Microsoft que parceiros interessados entrem em contato.',
    },
    PC_Favorite__c: {
      label: 'Favorito no Partner Center',
      help: 'Alguém marcou este lead como favorito no Partner Center.',
    },
    PC_Needs__c: {
      label: 'Necessidades do cliente',
      help: 'Produtos, serviços e setores que o cliente procura.',
    },
    PC_Engagement_Id__c: {
      label: 'ID do Engagement',
      help: 'O mesmo em todas as indicações de um negócio de venda conjunta.',
    },
    PC_MSX_Id__c: {
      label: 'ID do MSX',
      help: 'O ID da oportunidade no CRM da própria Microsoft, depois que um vendedor da Microsoft aceita.',
    },
    PC_Sync_Status__c: {
      label: 'Status da sincronização',
      help: 'Se este registro e o Partner Center estão em dia. A Mensagem da sincronização diz mais.',
    },
    PC_Sync_Message__c: {
      label: 'Mensagem da sincronização',
      help: 'O que a sincronização fez por último, o que ela aguarda e o que você pode fazer.',
    },
    PC_Customer_Key__c: {
      label: 'Chave do cliente',
      help: 'Preenchida pela sincronização para que o mesmo cliente nunca seja criado duas vezes.',
    },
    PC_Key__c: {
      label: 'Chave',
      help: 'Preenchida pela sincronização para que o mesmo registro nunca seja criado duas vezes.',
    },
  },
  values: {
    PC_Referral_Kind__c: {
      customerInquiry: 'Consulta de cliente',
      marketingQualified: 'Qualificado por marketing',
      salesQualified: 'Qualificado por vendas',
      coSell: 'Venda conjunta',
      partnerDeal: 'Negócio de parceiro',
    },
    PC_Referral_Stage__c: {
      Received: 'Recebido',
      Accepted: 'Aceito',
      Won: 'Ganho',
      Lost: 'Perdido',
      Declined: 'Recusado',
      Expired: 'Expirado',
    },
    PC_Decision__c: { Accept: 'Aceitar', Decline: 'Recusar' },
    PC_Reason__c: {
      'Project budget is not adequate': 'O orçamento do projeto não é adequado',
      'Customer did not respond': 'O cliente não respondeu',
      'Customer chose another vendor': 'O cliente escolheu outro fornecedor',
      'Customer requirement not met': 'Requisito do cliente não atendido',
      'Not a customer': 'Não é um cliente',
      'Proposed timeline was too short': 'O cronograma proposto era muito curto',
      'Report as abuse, spam or phishing': 'Relatar como abuso, spam ou phishing',
      Others: 'Outros',
    },
    PC_Settle__c: {
      'Keep mine': 'Manter o meu',
      "Take Partner Center's": 'Usar o do Partner Center',
    },
    PC_Sync_Status__c: {
      Synced: 'Sincronizado',
      Waiting: 'Aguardando',
      'Action needed': 'Ação necessária',
      Error: 'Erro',
    },
  },
  sets: {
    PC_Lead_Sync: {
      label: 'Sincronização de leads do Partner Center',
      description:
        'Para o usuário de integração que mantém em dia os leads do Partner Center e as oportunidades.',
    },
    PC_Lead_Seller: {
      label: 'Vendedor de leads do Partner Center',
      description:
        'Para quem responde aos leads do Partner Center: edita resposta, motivo, observações, campanha e conflito, e lê o resto.',
    },
  },
};
