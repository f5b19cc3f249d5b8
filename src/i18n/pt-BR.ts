import type { Catalogue } from './catalogue.ts';

export const ptBR: Catalogue = {
  problems: {
    bad_json: { title: 'Não é JSON', detail: 'O corpo da requisição não é JSON válido.' },
    sign_in_required: {
      title: 'Entre no sistema',
      detail: 'É preciso uma sessão ou um token de API, e nenhum era válido.',
    },
    invalid_credentials: { title: 'Acesso negado', detail: 'O e-mail ou a senha estão incorretos.' },
    csrf_refused: {
      title: 'Enviado de outro site',
      detail:
        'Uma alteração feita com uma sessão deve vir das páginas deste servidor. Um programa usa em vez disso um token de API.',
    },
    session_required: {
      title: 'Entre pessoalmente',
      detail: 'Um programa não pode fazer isto com um token; entre no console.',
    },
    level_required: { title: 'Não com o seu nível de acesso', detail: 'É preciso o nível de acesso {level}.' },
    permission_required: { title: 'Falta uma permissão', detail: 'É preciso a permissão {permission}.' },
    not_found: { title: 'Não encontrado', detail: 'Não existe esse registro ao seu alcance.' },
    method_not_allowed: { title: 'Método não permitido', detail: 'Este endereço aceita {allowed}.' },
    idempotency_key_taken: { title: 'Chave ocupada', detail: 'Outra pessoa usou esta Idempotency-Key. Envie outra.' },
    conflict: { title: 'Conflito', detail: 'O estado do registro não permite isto.' },
    version_conflict: {
      title: 'Alterado nesse meio-tempo',
      detail: 'Alguém alterou este registro depois que você o leu. Leia de novo e repita a alteração.',
    },
    body_too_large: { title: 'Grande demais', detail: 'O corpo da requisição passa de 1 MB.' },
    unsupported_media_type: { title: 'Somente JSON', detail: 'Envie o corpo como application/json em UTF-8.' },
    invalid_input: { title: 'Há campos inválidos', detail: 'Corrija os campos indicados.' },
    idempotency_key_reused: {
      title: 'Chave já usada',
      detail: 'Esta Idempotency-Key pertence a outra requisição. Envie outra.',
    },
    precondition_required: {
      title: 'Falta If-Match',
      detail: 'Envie como If-Match o ETag que você leu, para não sobrescrever ninguém.',
    },
    too_many_requests: { title: 'Requisições demais', detail: 'Espere {seconds} segundos e continue mais devagar.' },
    too_many_sign_ins: { title: 'Tentativas demais', detail: 'Tente de novo em {seconds} segundos.' },
    internal_error: { title: 'Algo falhou aqui', detail: 'Não é culpa sua. O id da requisição o encontra no log.' },
    pages_missing: {
      title: 'As páginas não foram compiladas',
      detail:
        'Este servidor ainda não tem páginas para mostrar. Inicie-o com `npm start`, que as prepara; enquanto isso, a API funciona.',
    },
    unavailable: {
      title: 'Indisponível agora',
      detail: 'Uma parte do sistema não responde. Tente de novo em instantes.',
    },
    name_taken: { title: 'Nome ocupado', detail: 'Outro registro tem este nome.' },
    email_taken: { title: 'E-mail ocupado', detail: 'Outro usuário tem este e-mail.' },
    last_administrator: { title: 'O último administrador', detail: 'Alguém ativo deve manter o nível de acesso 1.' },
    branch_retired: { title: 'Filial desativada', detail: 'A filial está desativada.' },
    branch_unknown: { title: 'Filial desconhecida', detail: 'Não existe essa filial ao seu alcance.' },
    department_retired: { title: 'Departamento desativado', detail: 'O departamento está desativado.' },
    department_unknown: { title: 'Departamento desconhecido', detail: 'Não existe esse departamento.' },
    user_unknown: { title: 'Usuário desconhecido', detail: 'Não existe esse usuário ao seu alcance.' },
    user_inactive: { title: 'Usuário inativo', detail: 'O usuário não está ativo.' },
    token_revoked: { title: 'Já revogado', detail: 'O token já está revogado.' },
    customer_unknown: { title: 'Cliente desconhecido', detail: 'Não existe esse cliente ao seu alcance.' },
    clock_backwards: { title: 'O relógio só avança', detail: 'O relógio do cliente já está em {now}.' },
    clock_not_followed: {
      title: 'Os fluxos não acompanharam',
      detail: 'Nenhum worker executou o que vencia no caminho. Verifique se há um worker em execução e continue.',
    },
    payer_unknown: { title: 'Pagador desconhecido', detail: 'Não existe tal cliente ao seu alcance.' },
    payer_is_self: { title: 'O mesmo cliente', detail: 'Deixe vazio o pagador de quem paga por si mesmo.' },
    payer_has_payer: {
      title: 'Outra pessoa paga pelo pagador',
      detail: 'Outra pessoa paga por {name}. Escolha essa pessoa como pagador ou remova antes o pagador de {name}.',
    },
    pays_for_others: {
      title: 'Paga por outros',
      detail: '{name} paga por outros clientes e por isso ninguém pode pagar por {name}. Mude antes o pagador deles.',
    },
    guardian_unknown: { title: 'Responsável desconhecido', detail: 'Não existe tal cliente ao seu alcance.' },
    guardian_is_self: { title: 'O mesmo cliente', detail: 'Ninguém é o próprio responsável. Escolha outra pessoa.' },
    guardian_minor: {
      title: 'O responsável é menor de idade',
      detail: '{name} tem menos de 18 anos e não pode ser responsável.',
    },
    receivable_paid: { title: 'Já paga', detail: 'Esta conta a receber está paga.' },
    receivable_void: { title: 'Anulada', detail: 'Esta conta a receber foi removida e não é devida.' },
    over_payment: { title: 'Mais que o devido', detail: 'Só são devidos {outstanding}.' },
    currency_mismatch: { title: 'Outra moeda', detail: 'Isto é devido em {currency}.' },
    paid_in_future: { title: 'Um dia futuro', detail: 'Um pagamento não pode ter data posterior a {today}.' },
    already_at_bank: { title: 'Já está no banco', detail: 'Esta conta a receber já foi enviada ao banco.' },
    not_collected: {
      title: 'Sem cobrança automática',
      detail: 'Só vai ao banco o que é cobrado por débito SEPA ou cartão recorrente. Registre um pagamento.',
    },
    nothing_to_return: {
      title: 'Nenhum débito a devolver',
      detail: 'Não está no banco e não há pagamento por débito SEPA ou cartão recorrente que possa ser devolvido.',
    },
    debit_given_back: {
      title: 'Já devolvido ao cliente',
      detail:
        'Do que foi pago, {givenBack} já foram reembolsados ou creditados; sem o débito, teria sido pago menos do que foi devolvido.',
    },
    nothing_to_give_back: { title: 'Nada a reembolsar', detail: 'Nada foi pago ou tudo já foi reembolsado.' },
    over_refund: { title: 'Mais do que foi pago', detail: 'Podem ser reembolsados no máximo {refundable}.' },
    credit_insufficient: { title: 'Crédito insuficiente', detail: 'O cliente tem {balance} de crédito.' },
    task_type_built_in: { title: 'Nativo', detail: 'Um tipo de tarefa nativo não é renomeado nem removido.' },
    task_type_used: { title: 'Em uso', detail: 'Há tarefas deste tipo. Desative-o em vez de excluir.' },
    task_type_retired: { title: 'Tipo desativado', detail: 'O tipo de tarefa está desativado.' },
    task_type_unknown: { title: 'Tipo desconhecido', detail: 'Não existe esse tipo de tarefa.' },
    task_type_not_generic: {
      title: 'Não é um tipo genérico',
      detail: 'As tarefas deste tipo são escritas pela operação correspondente.',
    },
    task_type_classification: {
      title: 'Outra classificação',
      detail:
        'O tipo de tarefa “{name}” tem outra classificação. Escolha ou crie um adequado em Configurações → Tarefas de CRM.',
    },
    task_type_not_in_agenda: {
      title: 'Não aparece na agenda',
      detail:
        'As tarefas do tipo “{name}” não aparecem na agenda, por isso não podem ser atribuídas. Escolha outro tipo ou torne este visível.',
    },
    multipack_unknown: { title: 'Contrato desconhecido', detail: 'O cliente não tem esse contrato.' },
    saved_filter_of_another: {
      title: 'Filtro de outra pessoa',
      detail: 'Este filtro é de {name}. Salve-o com um nome seu para alterá-lo.',
    },
    multipack_not_found: { title: 'Não encontrado', detail: 'Não existe esse contrato ao seu alcance.' },
    already_frozen: { title: 'Já congelado', detail: '{name} tem um congelamento em curso ou previsto.' },
    already_blocked: { title: 'Já bloqueado', detail: '{name} já está bloqueado.' },
    not_suspended: { title: 'Não está suspenso', detail: '{name} não está congelado nem bloqueado.' },
    not_freezable: {
      title: 'Não pode ser congelado',
      detail: '{name} terminou ou vai terminar por uma decisão já tomada.',
    },
    not_blockable: {
      title: 'Não pode ser bloqueado',
      detail: '{name} terminou ou vai terminar por uma decisão já tomada.',
    },
    invalid_freeze: {
      title: 'Esses dias não podem ser congelados',
      detail: 'O dia deve estar entre {earliest} e {latest}, e um congelamento termina depois de começar.',
    },
    notice_deadline_passed: {
      title: 'O limite passou',
      detail: 'A renovação de {name} podia ser cancelada até {deadline}.',
    },
    notice_deadline_ahead: {
      title: 'Ainda no prazo',
      detail: 'A renovação de {name} pode ser cancelada normalmente até {deadline}; não é preciso forçar nada.',
    },
    receipt_in_the_future: { title: 'Um dia futuro', detail: 'Não pode ter sido recebido depois de {today}.' },
    renewed_period_over: {
      title: 'O período renovado terminou',
      detail:
        'O período renovado a partir de {name} terminou em {validTo}. Foi utilizado e não é removido; compense com um reembolso.',
    },
    renewal_already_cancelled: { title: 'Já cancelada', detail: 'A renovação automática de {name} já está cancelada.' },
    renewal_not_cancelled: {
      title: 'Não está cancelada',
      detail: 'A renovação automática de {name} não está cancelada.',
    },
    renewal_ended: { title: 'Encerrado de vez', detail: '{name} não se renova nunca mais.' },
    not_waiting: {
      title: 'Nada pendente',
      detail: 'Esta renovação ainda não é devida ou já foi feita. Carregue a página de novo para ver como está.',
    },
    not_renewing: { title: 'Não se renova', detail: '{name} não se renova automaticamente.' },
    withdrawal_not_offered: {
      title: 'Sem rescisão para este pagamento',
      detail:
        '{name} não é pago em parcelas nem mês a mês por SEPA ou cartão recorrente. Só é possível uma rescisão extraordinária (falecimento, doença, mudança).',
    },
    already_withdrawn: {
      title: 'Já rescindido',
      detail:
        '{name} já está rescindido; o último dia é {withdrawnOn}. Uma rescisão não pode ser desfeita: venda de novo.',
    },
    not_withdrawable: {
      title: 'Não pode ser rescindido',
      detail: '{name} foi removido ou termina por um cancelamento já registrado.',
    },
    withdrawal_date: {
      title: 'Fora da vigência',
      detail: 'O último dia de {name} deve estar entre {validFrom} e {validTo}.',
    },
    already_renewed: {
      title: 'Já renovado',
      detail: '{name} está renovado a partir de {validFrom}; altere o renovado.',
    },
    terms_not_changeable: {
      title: 'As condições não podem ser alteradas',
      detail: '{name} terminou ou vai terminar por uma decisão já tomada.',
    },
    deadline_would_pass: {
      title: 'O limite já teria passado',
      detail: 'Com estas condições a renovação de {name} só poderia ser cancelada até {deadline}, que já passou.',
    },
    plan_retired: { title: 'Produto desativado', detail: '{plan} não é mais vendido.' },
    plan_not_found: { title: 'Não encontrado', detail: 'Não existe esse produto.' },
    customer_not_found: { title: 'Não encontrado', detail: 'Não existe esse cliente ao seu alcance.' },
    chain_not_found: { title: 'Não encontrado', detail: 'Não existe esse contrato ao seu alcance.' },
    not_withdrawn: {
      title: 'Não está rescindido',
      detail: '{name} não está rescindido. Só se vende de novo o que foi rescindido; venda como um contrato novo.',
    },
    reference_taken: { title: 'Referência ocupada', detail: 'A referência {reference} já pertence a um contrato.' },
    import_empty: {
      title: 'Nada a importar',
      detail: 'O arquivo precisa de uma primeira linha com os nomes das colunas e ao menos uma linha abaixo.',
    },
    import_too_large: { title: 'Demais de uma vez', detail: 'Divida o arquivo e importe as partes uma após a outra.' },
    import_columns: { title: 'São esperadas outras colunas', detail: 'As colunas são {columns}.' },
    forecast_range: {
      title: 'Intervalo inválido',
      detail: 'Escolha no máximo {days} dias, o último não antes do primeiro e dentro de dez anos.',
    },
    operator_unknown: { title: 'Operador desconhecido', detail: 'Não existe esse operador ativo.' },
    operator_not_entitled: { title: 'Operador sem direito', detail: 'O operador pertence a outra filial.' },
    withdraw_signal_not_allowed: {
      title: 'Não por um sinal',
      detail:
        'A empresa não permite rescisões por um sinal. Rescinda no perfil do cliente ou permita isso nas configurações.',
    },
    customer_without_email: {
      title: 'Sem e-mail',
      detail: '{name} não tem endereço de e-mail. Informe um primeiro no cadastro.',
    },
    ticket_unknown: {
      title: 'Atendimento desconhecido',
      detail: 'Não há tal atendimento ao seu alcance.',
    },
    ticket_closed: {
      title: 'Atendimento encerrado',
      detail: 'O atendimento está encerrado. Abra outro.',
    },
    multipack_required: {
      title: 'O atendimento não informa o contrato',
      detail:
        'Uma solicitação de cancelamento só é aberta de um atendimento que informe o contrato. Abra-a pelo painel do cliente.',
    },
    multipack_not_active: {
      title: 'Nada a cancelar',
      detail: '{name} não está ativo nem suspenso; não há o que cancelar.',
    },
    end_decided: {
      title: 'O fim já está decidido',
      detail:
        '{name} termina em {lastDay}: sua rescisão ou seu cancelamento já está registrado. Não resta nada a solicitar.',
    },
    request_in_progress: {
      title: 'Há uma solicitação em andamento',
      detail: 'A solicitação de cancelamento {code} de {name} ainda não foi concluída. Continue com ela.',
    },
    profile_missing: {
      title: 'Falta um perfil de cancelamento',
      detail:
        'Nem o produto nem as configurações indicam um perfil de cancelamento. Adicione um em Configurações e torne-o padrão.',
    },
    profile_unknown: {
      title: 'Perfil de cancelamento desconhecido',
      detail: 'Não há tal perfil de cancelamento.',
    },
    profile_retired: {
      title: 'Perfil de cancelamento desativado',
      detail: 'O perfil de cancelamento {title} está desativado. Escolha outro.',
    },
    profile_is_default: {
      title: 'É o perfil padrão',
      detail: 'O perfil padrão não pode ser desativado nem ficar sem substituto. Torne outro padrão primeiro.',
    },
    reason_missing: {
      title: 'Falta um motivo de cancelamento',
      detail: 'Não há motivo de cancelamento para escolher. Adicione um em Configurações.',
    },
    reason_unknown: {
      title: 'Motivo de cancelamento desconhecido',
      detail: 'Não há tal motivo de cancelamento.',
    },
    reason_retired: {
      title: 'Motivo de cancelamento desativado',
      detail: 'O motivo de cancelamento {title} está desativado. Escolha outro.',
    },
    in_use: {
      title: 'Em uso',
      detail: 'Outros registros o utilizam. Desative-o em vez de excluí-lo.',
    },
    request_not_found: {
      title: 'Não encontrada',
      detail: 'Não há tal solicitação de cancelamento ao seu alcance.',
    },
    request_concluded: {
      title: 'Já concluída',
      detail: 'A solicitação de cancelamento {code} está concluída e não pode mais ser alterada.',
    },
    request_claimed: {
      title: 'Já resgatada',
      detail: '{operator} está analisando a solicitação de cancelamento {code}.',
    },
    request_not_claimed: {
      title: 'Sem análise em andamento',
      detail: 'Resgate primeiro a solicitação de cancelamento {code}.',
    },
    not_claimer: {
      title: 'Resgatada por outra pessoa',
      detail: 'Só quem resgatou a solicitação de cancelamento {code}, ou o nível 1 ou 2, pode fazer isso.',
    },
    classification_unknown: {
      title: 'Classificação de reversão desconhecida',
      detail: 'Não há tal classificação de reversão de cancelamento.',
    },
    classification_retired: {
      title: 'Classificação de reversão desativada',
      detail: 'A classificação de reversão {title} está desativada. Escolha outra.',
    },
    last_day_past: {
      title: 'Um dia que já passou',
      detail: 'O último dia de {name} deve estar entre {earliest} e {latest}.',
    },
    last_day_after_end: {
      title: 'Depois do fim',
      detail: 'O último dia de {name} deve estar entre {earliest} e {latest}.',
    },
    engine_away: {
      title: 'Nada foi decidido',
      detail: 'O motor de processos não respondeu a tempo: nada foi nem será alterado. Tente de novo em um momento.',
    },
    sign_in_link_used: {
      title: 'O link não funciona mais',
      detail: 'Um link de acesso funciona uma única vez e por 15 minutos. Peça um novo.',
    },
    portal_cancellation_not_allowed: {
      title: 'Não pelo portal',
      detail: 'A renovação de {name} não pode ser cancelada pelo portal. Fale com a sua filial.',
    },
    portal_renewal_not_allowed: {
      title: 'Não pelo portal',
      detail: '{name} não pode ser renovado pelo portal. Fale com a sua filial.',
    },
    next_period_bought: {
      title: 'Já renovado',
      detail: 'O período seguinte de {name} começa em {validFrom} e já foi comprado.',
    },
    not_begun: {
      title: 'Ainda não começou',
      detail: '{name} começa em {validFrom}; a partir desse dia você poderá comprar o próximo período.',
    },
    file_unknown: { title: 'Arquivo desconhecido', detail: 'O cliente não tem esse arquivo. Envie-o de novo.' },
    file_empty: { title: 'Arquivo vazio', detail: 'O arquivo está vazio. Escolha outro.' },
    file_type: {
      title: 'Não é PDF nem imagem',
      detail: 'Só podem ser guardados PDF, PNG, JPEG e WebP, seja qual for o nome. Salve em um desses formatos.',
    },
    file_too_large: {
      title: 'Arquivo grande demais',
      detail: 'Um arquivo pode ter 5 MB. Digitalize com menos detalhe ou em partes.',
    },
    file_lost: {
      title: 'O arquivo não existe mais',
      detail: '“{name}” não está mais no armazenamento como foi guardado. Avise o administrador.',
    },
    file_store_away: {
      title: 'Não é possível acessar os arquivos',
      detail: 'O armazenamento de arquivos não responde. Nada foi guardado nem perdido; tente de novo em instantes.',
    },
    not_administrator: {
      title: 'Não é administrador',
      detail: '{name} não é administrador. Os avisos sem agente de cobrança saem pela conta de um administrador ativo.',
    },
    mail_not_failed: { title: 'Nada a repetir', detail: 'Este e-mail está aguardando envio ou já foi enviado.' },
    mail_expired: { title: 'O link expirou', detail: 'Um link de acesso funciona só por 15 minutos. Envie um novo.' },
    service_order_closed: {
      title: 'Concluída',
      detail: 'A ordem de serviço {code} está concluída e não pode mais ser alterada. Crie uma nova.',
    },
    schedule_in_past: {
      title: 'Um horário passado',
      detail: 'Um agendamento termina depois do momento atual. Escolha um horário posterior.',
    },
    request_unknown: {
      title: 'Solicitação de cancelamento desconhecida',
      detail: 'Este cliente não tem tal solicitação de cancelamento em andamento.',
    },
    username_taken: { title: 'Usuário em uso', detail: 'Outra conexão da filial tem este usuário.' },
    nas_unknown: { title: 'Equipamento desconhecido', detail: 'A filial não tem tal equipamento de rede.' },
    nas_retired: { title: 'Equipamento desativado', detail: 'O equipamento de rede {name} está desativado.' },
    no_equipment: {
      title: 'Nenhum equipamento configurado',
      detail: 'Nenhum equipamento de rede está configurado para {username}. Escolha-o antes na conexão.',
    },
    connection_already_reduced: { title: 'Já reduzida', detail: 'A velocidade de {username} já está reduzida.' },
    connection_not_reduced: { title: 'Não reduzida', detail: 'A velocidade de {username} não está reduzida.' },
    connection_blocked: { title: 'Bloqueada', detail: '{username} está bloqueada. Desbloqueie-a antes.' },
    connection_not_blocked: { title: 'Não bloqueada', detail: '{username} não está bloqueada.' },
    connection_excepted: {
      title: 'Isenta de bloqueio',
      detail: '{username} está isenta de bloqueio até {until}. Encerre antes a exceção.',
    },
    exception_running: {
      title: 'Há uma exceção em andamento',
      detail: '{username} já está isenta de bloqueio até {until}. Altere essa exceção ou encerre-a.',
    },
    exception_ended: { title: 'Já encerrada', detail: 'A exceção foi encerrada. Crie uma nova.' },
    exception_past: { title: 'Um horário passado', detail: 'Uma exceção termina no futuro. Escolha um fim posterior.' },
    bot_intake_off: {
      title: 'Conversas não são recebidas',
      detail: 'Ainda não há um segredo para os bots. Um administrador o cria nas configurações.',
    },
    signature_refused: {
      title: 'Assinatura recusada',
      detail:
        'A assinatura não corresponde ao corpo e ao carimbo de tempo. Assine “timestamp.body” com o segredo das configurações.',
    },
    signature_expired: {
      title: 'Assinatura expirada',
      detail:
        'Uma assinatura vale cinco minutos antes e depois do seu carimbo de tempo. Assine de novo e verifique o relógio do remetente.',
    },
    conversation_taken: {
      title: 'Pertence a outra pessoa',
      detail: 'A conversa {externalId} de {source} foi recebida para outro cliente.',
    },
    nothing_unpaid: {
      title: 'Nada a mover',
      detail: '{name} não tem parcelas em aberto que vençam a partir de hoje e não estejam no banco.',
    },
    due_day_not_monthly: {
      title: 'Não vence por mês',
      detail: 'As parcelas de {name} não vencem por mês; um dia do mês colocaria várias no mesmo dia.',
    },
    plan_has_price_list: {
      title: 'Um plano com tabela de preços',
      detail: '{plan} tem tabela de preços; mudar para ele ou sair dele é uma venda. Venda-o em vez disso.',
    },
    plan_unchanged: { title: 'Nada mudaria', detail: '{name} já tem as condições de {plan}.' },
    nothing_to_change: { title: 'Nada mudaria', detail: '{name} já está assim.' },
    nothing_to_take_back: {
      title: 'Não há nada a desfazer',
      detail: 'Depois disso, houve outra alteração em {name} ou no que é devido. Altere diretamente o que desejar.',
    },
    department_needed: {
      title: 'Sem departamento',
      detail:
        'As notas são mantidas por departamento e o seu usuário não tem nenhum. Peça a um administrador que atribua um em Configurações → Usuários.',
    },
    agent_unknown: {
      title: 'Agente desconhecido',
      detail: 'Não há tal usuário ao seu alcance. Escolha outro agente.',
    },
    agent_inactive: {
      title: 'Agente inativo',
      detail: '{name} não está mais ativo. Escolha um agente ativo.',
    },
    agents_changed: {
      title: 'Os números mudaram',
      detail:
        'Enquanto isso estes agentes receberam ou perderam clientes, por isso nada foi alterado. Confira os números e repita.',
    },
    concept_built_in: {
      title: 'Já vem com o sistema',
      detail: 'Este conceito vem com o sistema. Você pode editá-lo, mas não desativá-lo nem excluí-lo.',
    },
    selection_changed: {
      title: 'O número mudou',
      detail: 'Agora seriam {customers} clientes, por isso nada foi alterado. Confira o número e repita.',
    },
    reminders_not_declined: {
      title: 'Nada a desfazer',
      detail: 'Ninguém recusou os lembretes deste cliente.',
    },
    sender_not_ready: {
      title: 'A conta de e-mail não está pronta',
      detail:
        'A conta de e-mail de {name} falta, não foi verificada ou está falhando. Configure-a e teste-a antes em Minha conta.',
    },
  },
  issues: {
    unknown_field: 'Não existe esse campo',
    invalid_text: 'Contém um caractere que não pode ser gravado',
    invalid_date: 'Não é um dia do calendário, AAAA-MM-DD',
    invalid_time: 'Não é um horário, HH:MM',
    invalid_cursor: 'Não é um cursor desta lista',
    empty_filter_row: 'Informe ao menos um critério ou remova a linha',
    one_origin: 'Informe um atendimento ou um contrato, só um deles',
    same_agent: 'Escolha um agente diferente do atual',
    agent_twice: 'Cada agente pode ser indicado uma só vez',
    range_reversed: 'O último dia não pode ser anterior ao primeiro',
    range_too_long: 'No máximo 62 dias de uma vez',
    invalid_name: 'É preciso um nome',
    invalid_amount: 'Um número inteiro de centavos, 0 ou mais',
    invalid_duration: 'De 1 dia a 100 anos',
    invalid_notice: 'Em dias, semanas ou meses, de nenhum a 2 anos',
    placeholder_unknown: 'Contém um marcador que não existe; há customer, multipack, amount e due_date',
    needed: 'Este dado é necessário',
    at_least: '{limit} ou mais',
    at_most: '{limit} ou menos',
    needed_while_active: 'Necessário enquanto os avisos estiverem ativos',
    needed_after_due: 'Necessário para os avisos após o vencimento',
    concept_unknown: 'Esse conceito não existe',
    concept_type: 'Escolha um conceito do outro tipo',
    concept_retired: 'O conceito está desativado; escolha outro',
    after_due_days: 'Pelo menos um dia após o vencimento',
    invalid_instalments: 'De 2 a 366 parcelas, com ao menos um dia de intervalo',
    invalid_night_window: 'Uma noite fica entre 00:00 e 12:00 e começa antes de terminar',
    invalid_idempotency_key: 'De 1 a 255 caracteres ASCII visíveis',
    wrong_password: 'A senha atual está incorreta',
    password_needed: 'Digite a senha: a anterior era para outro servidor ou usuário',
    mail_port:
      'Não é uma porta para enviar e-mail, como 465 ou 587. Quem administra o Tacit pode permitir outras (MAIL_PORTS)',
    one_line: 'Uma única linha, sem caracteres de controle',
    unknown_currency: 'Não é uma moeda ISO 4217',
    unknown_time_zone: 'Não é um fuso horário IANA',
    currency_mismatch: 'Todos os valores de um produto são em uma moeda',
    rolling_is_monthly: 'Um produto mês a mês dura exatamente um mês',
    instalments_exceed_duration: 'A última parcela deve cair dentro da duração',
    price_list_excludes_renewal_terms: 'Um produto com tabela de preços não tem condições de renovação',
    portal_renewal_excludes_automatic_renewal: 'O que se renova automaticamente não se renova à mão',
    portal_cancellation_excludes_portal_renewal: 'O portal oferece o cancelamento ou a renovação à mão, não ambos',
    portal_cancellation_needs_automatic_renewal: 'Sem renovação automática não há nada a cancelar',
  },
  tasks: {
    automatic_renewal: 'renovação automática',
    suspension: 'suspensão',
    change_of_terms: 'alteração das condições',
    returned_debit: 'débito devolvido',
    mail_account_failing: 'conta de e-mail com falha',
    cancellation_request: 'solicitação de cancelamento',
  },
  results: {
    automatic_renewal: 'renovação automática',
    automatic_renewal_cancellation: 'cancelamento da renovação automática',
    automatic_renewal_enabled: 'renovação automática reativada',
    frozen: 'congelado',
    blocked: 'bloqueado',
    reactivated: 'reativado',
    terms_changed: 'condições alteradas',
    withdrawal: 'rescisão',
    returned_debit: 'débito devolvido',
    cancellation_request_opened: 'solicitação de cancelamento aberta',
    cancellation_request_cancelled: 'solicitação de cancelamento: contrato cancelado',
    cancellation_request_reverted: 'solicitação de cancelamento revertida',
    none: '—',
  },
  portalCancelled: 'renovação automática cancelada',
};
