import type { Catalogue } from './catalogue.ts';

export const it: Catalogue = {
  problems: {
    bad_json: { title: 'Non è JSON', detail: 'Il corpo della richiesta non è JSON valido.' },
    sign_in_required: { title: 'Acceda', detail: 'Serve una sessione o un token API, e nessuno era valido.' },
    invalid_credentials: { title: 'Accesso negato', detail: 'L’indirizzo e-mail o la password non sono corretti.' },
    csrf_refused: {
      title: 'Inviato da un altro sito',
      detail:
        'Una modifica fatta con una sessione deve venire dalle pagine di questo server. Un programma usa invece un token API.',
    },
    session_required: {
      title: 'Acceda di persona',
      detail: 'Un programma non può farlo con un token; acceda alla console.',
    },
    level_required: { title: 'Non con il Suo livello di accesso', detail: 'Serve il livello di accesso {level}.' },
    permission_required: { title: 'Manca un permesso', detail: 'Serve il permesso {permission}.' },
    not_found: { title: 'Non trovato', detail: 'Non esiste un tale record alla Sua portata.' },
    method_not_allowed: { title: 'Metodo non ammesso', detail: 'Questo indirizzo accetta {allowed}.' },
    idempotency_key_taken: {
      title: 'Chiave occupata',
      detail: 'Qualcun altro ha usato questa Idempotency-Key. Ne invii un’altra.',
    },
    conflict: { title: 'Conflitto', detail: 'Lo stato del record non lo permette.' },
    version_conflict: {
      title: 'Modificato nel frattempo',
      detail: 'Qualcuno ha cambiato questo record dopo che Lei l’ha letto. Lo rilegga, poi ripeta la modifica.',
    },
    body_too_large: { title: 'Troppo grande', detail: 'Il corpo della richiesta supera 1 MB.' },
    unsupported_media_type: { title: 'Solo JSON', detail: 'Invii il corpo come application/json in UTF-8.' },
    invalid_input: { title: 'Alcuni campi non vanno bene', detail: 'Corregga i campi indicati.' },
    idempotency_key_reused: {
      title: 'Chiave già usata',
      detail: 'Questa Idempotency-Key appartiene a un’altra richiesta. Ne invii un’altra.',
    },
    precondition_required: {
      title: 'Manca If-Match',
      detail: 'Invii come If-Match l’ETag che ha letto, per non sovrascrivere nessuno.',
    },
    too_many_requests: { title: 'Troppe richieste', detail: 'Attenda {seconds} secondi, poi prosegua più lentamente.' },
    too_many_sign_ins: { title: 'Troppi tentativi', detail: 'Riprovi tra {seconds} secondi.' },
    internal_error: {
      title: 'Qualcosa si è rotto qui',
      detail: 'Non è colpa Sua. L’id della richiesta lo ritrova nel log.',
    },
    pages_missing: {
      title: 'Le pagine non sono compilate',
      detail:
        'Questo server non ha ancora pagine da mostrare. Lo avvii con `npm start`, che le prepara; nel frattempo l’API funziona.',
    },
    unavailable: {
      title: 'Ora non disponibile',
      detail: 'Una parte del sistema non risponde. Riprovi tra un momento.',
    },
    name_taken: { title: 'Nome occupato', detail: 'Un altro record ha questo nome.' },
    email_taken: { title: 'E-mail occupata', detail: 'Un altro utente ha questo indirizzo e-mail.' },
    last_administrator: {
      title: 'L’ultimo amministratore',
      detail: 'Qualcuno di attivo deve mantenere il livello di accesso 1.',
    },
    branch_retired: { title: 'Sede ritirata', detail: 'La sede è ritirata.' },
    branch_unknown: { title: 'Sede sconosciuta', detail: 'Non esiste una tale sede alla Sua portata.' },
    department_retired: { title: 'Reparto ritirato', detail: 'Il reparto è ritirato.' },
    department_unknown: { title: 'Reparto sconosciuto', detail: 'Non esiste un tale reparto.' },
    user_unknown: { title: 'Utente sconosciuto', detail: 'Non esiste un tale utente alla Sua portata.' },
    user_inactive: { title: 'Utente non attivo', detail: 'L’utente non è attivo.' },
    token_revoked: { title: 'Già revocato', detail: 'Il token è già revocato.' },
    customer_unknown: { title: 'Cliente sconosciuto', detail: 'Non esiste un tale cliente alla Sua portata.' },
    clock_backwards: { title: 'L’orologio va solo avanti', detail: 'L’orologio del cliente è già a {now}.' },
    clock_not_followed: {
      title: 'I flussi non hanno seguito',
      detail:
        'Nessun worker ha eseguito ciò che scadeva lungo il percorso. Verifichi che un worker sia in funzione, poi prosegua.',
    },
    payer_unknown: { title: 'Pagante sconosciuto', detail: 'Non esiste un tale cliente alla Sua portata.' },
    payer_is_self: { title: 'Lo stesso cliente', detail: 'Lasci vuoto il pagante di chi paga per sé.' },
    payer_has_payer: {
      title: 'Per il pagante paga un altro',
      detail: 'Per {name} paga un altro cliente. Scelga quello come pagante, oppure tolga prima il pagante di {name}.',
    },
    pays_for_others: {
      title: 'Paga per altri',
      detail: '{name} paga per altri clienti e perciò nessuno può pagare per {name}. Cambi prima il pagante di quelli.',
    },
    guardian_unknown: { title: 'Tutore sconosciuto', detail: 'Non esiste un tale cliente alla Sua portata.' },
    guardian_is_self: { title: 'Lo stesso cliente', detail: 'Nessuno è tutore di sé stesso. Scelga un’altra persona.' },
    guardian_minor: { title: 'Il tutore è minorenne', detail: '{name} ha meno di 18 anni e non può essere tutore.' },
    receivable_paid: { title: 'Già pagato', detail: 'Questo credito è pagato.' },
    receivable_void: { title: 'Annullato', detail: 'Questo credito è stato eliminato e non è dovuto.' },
    over_payment: { title: 'Più del dovuto', detail: 'Sono dovuti solo {outstanding}.' },
    currency_mismatch: { title: 'Un’altra valuta', detail: 'Questo è dovuto in {currency}.' },
    paid_in_future: { title: 'Un giorno futuro', detail: 'Un pagamento non può avere data successiva al {today}.' },
    already_at_bank: { title: 'Già in banca', detail: 'Questo credito è già stato consegnato alla banca.' },
    not_collected: {
      title: 'Nessun addebito automatico',
      detail:
        'Alla banca si consegna solo ciò che si incassa con SEPA o carta ricorrente. Registri invece un pagamento.',
    },
    nothing_to_return: {
      title: 'Nessun addebito da stornare',
      detail: 'Non è in banca e non risulta alcun pagamento con SEPA o carta ricorrente che possa tornare insoluto.',
    },
    debit_given_back: {
      title: 'Già restituito',
      detail:
        'Di quanto pagato sono già stati rimborsati o accreditati {givenBack}; senza l’addebito risulterebbe pagato meno di quanto restituito.',
    },
    nothing_to_give_back: {
      title: 'Niente da restituire',
      detail: 'Non è stato pagato nulla oppure è già stato restituito tutto.',
    },
    over_refund: { title: 'Più di quanto pagato', detail: 'Si possono restituire al massimo {refundable}.' },
    credit_insufficient: { title: 'Saldo insufficiente', detail: 'Il cliente ha un saldo a credito di {balance}.' },
    task_type_built_in: {
      title: 'Predefinito',
      detail: 'Un tipo di azione predefinito non si rinomina né si elimina.',
    },
    task_type_used: { title: 'In uso', detail: 'Esistono azioni di questo tipo. Lo ritiri invece di eliminarlo.' },
    task_type_retired: { title: 'Tipo ritirato', detail: 'Il tipo di azione è ritirato.' },
    task_type_unknown: { title: 'Tipo sconosciuto', detail: 'Non esiste un tale tipo di azione.' },
    task_type_not_generic: {
      title: 'Non è un tipo generico',
      detail: 'Le azioni di questo tipo le scrive l’operazione a cui corrispondono.',
    },
    task_type_classification: {
      title: 'Un altro tipo base',
      detail:
        'Il tipo di azione «{name}» ha un altro tipo base. Ne scelga o ne crei uno adatto in Impostazioni → Azioni CRM.',
    },
    task_type_not_in_agenda: {
      title: 'Non è in agenda',
      detail:
        'Le azioni del tipo «{name}» non compaiono in agenda, quindi non si possono assegnare. Scelga un altro tipo o renda visibile questo.',
    },
    multipack_unknown: { title: 'Multipack sconosciuto', detail: 'Il cliente non ha un tale multipack.' },
    saved_filter_of_another: {
      title: 'Filtro di un’altra persona',
      detail: 'Questo filtro è di {name}. Lo salvi con un nome Suo per modificarlo.',
    },
    multipack_not_found: { title: 'Non trovato', detail: 'Non esiste un tale multipack alla Sua portata.' },
    already_frozen: { title: 'Già sospeso', detail: '{name} ha una sospensione in corso o prevista.' },
    already_blocked: { title: 'Già bloccato', detail: '{name} è già bloccato.' },
    not_suspended: { title: 'Non è sospeso', detail: '{name} non è né sospeso né bloccato.' },
    not_freezable: { title: 'Non si può sospendere', detail: '{name} è finito o finisce per una decisione già presa.' },
    not_blockable: { title: 'Non si può bloccare', detail: '{name} è finito o finisce per una decisione già presa.' },
    invalid_freeze: {
      title: 'Questi giorni non si possono sospendere',
      detail: 'Il giorno deve essere tra il {earliest} e il {latest}, e una sospensione finisce dopo l’inizio.',
    },
    notice_deadline_passed: {
      title: 'Il termine è passato',
      detail: 'Il rinnovo di {name} si poteva disdire fino al {deadline}.',
    },
    notice_deadline_ahead: {
      title: 'Ancora in tempo',
      detail: 'Il rinnovo di {name} si può disdire normalmente fino al {deadline}; non serve forzare nulla.',
    },
    receipt_in_the_future: { title: 'Un giorno futuro', detail: 'Non può essere stata ricevuta dopo il {today}.' },
    renewed_period_over: {
      title: 'Il periodo rinnovato è finito',
      detail:
        'Il periodo rinnovato da {name} è finito il {validTo}. È stato usato e non si elimina; si compensa con un rimborso.',
    },
    renewal_already_cancelled: { title: 'Già disdetto', detail: 'Il rinnovo automatico di {name} è già disdetto.' },
    renewal_not_cancelled: { title: 'Non disdetto', detail: 'Il rinnovo automatico di {name} non è disdetto.' },
    renewal_ended: { title: 'Finito per sempre', detail: '{name} non si rinnova più.' },
    not_waiting: {
      title: 'Niente in attesa',
      detail:
        'Questo rinnovo non è ancora dovuto oppure è già stato fatto. Ricarichi la pagina per vedere a che punto è.',
    },
    not_renewing: { title: 'Non si rinnova', detail: '{name} non si rinnova automaticamente.' },
    withdrawal_not_offered: {
      title: 'Nessun recesso per questo pagamento',
      detail:
        '{name} non si paga a rate né di mese in mese con SEPA o carta ricorrente. È possibile solo un recesso straordinario (decesso, malattia, trasferimento).',
    },
    already_withdrawn: {
      title: 'Già receduto',
      detail:
        'Per {name} il recesso è già registrato; l’ultimo giorno è il {withdrawnOn}. Un recesso è irreversibile: rifaccia la vendita.',
    },
    not_withdrawable: {
      title: 'Recesso non possibile',
      detail: '{name} è stato eliminato o termina per una cancellazione già registrata.',
    },
    withdrawal_date: {
      title: 'Fuori dalla validità',
      detail: 'L’ultimo giorno di {name} deve essere tra il {validFrom} e il {validTo}.',
    },
    already_renewed: {
      title: 'Già rinnovato',
      detail: '{name} è rinnovato dal {validFrom}; modifichi quello rinnovato.',
    },
    terms_not_changeable: {
      title: 'Le condizioni non si possono modificare',
      detail: '{name} è finito o finisce per una decisione già presa.',
    },
    deadline_would_pass: {
      title: 'Il termine sarebbe già passato',
      detail: 'Con queste condizioni il rinnovo di {name} si potrebbe disdire solo fino al {deadline}, che è passato.',
    },
    plan_retired: { title: 'Listino ritirato', detail: '{plan} non si vende più.' },
    plan_not_found: { title: 'Non trovato', detail: 'Non esiste un tale listino.' },
    customer_not_found: { title: 'Non trovato', detail: 'Non esiste un tale cliente alla Sua portata.' },
    chain_not_found: { title: 'Non trovato', detail: 'Non esiste un tale multipack alla Sua portata.' },
    not_withdrawn: {
      title: 'Nessun recesso',
      detail:
        'Per {name} non è registrato alcun recesso. Si rivende solo ciò per cui c’è un recesso; lo venda come nuovo multipack.',
    },
    reference_taken: {
      title: 'Riferimento occupato',
      detail: 'Il riferimento {reference} appartiene già a un multipack.',
    },
    import_empty: {
      title: 'Niente da importare',
      detail: 'Il file deve avere una prima riga con i nomi delle colonne e almeno una riga sotto.',
    },
    import_too_large: { title: 'Troppo in una volta', detail: 'Divida il file e importi le parti una dopo l’altra.' },
    import_columns: { title: 'Sono attese altre colonne', detail: 'Le colonne sono {columns}.' },
    forecast_range: {
      title: 'Intervallo non valido',
      detail: 'Scelga al massimo {days} giorni, l’ultimo non prima del primo ed entro dieci anni.',
    },
    operator_unknown: { title: 'Operatore sconosciuto', detail: 'Non esiste un tale operatore attivo.' },
    operator_not_entitled: { title: 'Operatore non autorizzato', detail: 'L’operatore appartiene a un’altra sede.' },
    withdraw_signal_not_allowed: {
      title: 'Non con un segnale',
      detail:
        'L’azienda non ammette recessi con un segnale. Registri il recesso dal profilo del cliente o lo ammetta nelle impostazioni.',
    },
    customer_without_email: {
      title: 'Nessun indirizzo e-mail',
      detail: '{name} non ha un indirizzo e-mail. Lo inserisca prima nell’anagrafica.',
    },
    ticket_unknown: {
      title: 'Richiesta di assistenza sconosciuta',
      detail: 'Non esiste una tale richiesta alla Sua portata.',
    },
    ticket_closed: {
      title: 'Richiesta di assistenza chiusa',
      detail: 'La richiesta di assistenza è chiusa. Ne apra un’altra.',
    },
    multipack_required: {
      title: 'Nessun multipack indicato',
      detail:
        'Una richiesta di cancellazione si apre da una richiesta di assistenza solo se questa indica un multipack. La apra dall’anagrafica del cliente.',
    },
    multipack_not_active: {
      title: 'Nulla da cancellare',
      detail: '{name} non è né attivo né sospeso: non c’è nulla da cancellare.',
    },
    end_decided: {
      title: 'La fine è già decisa',
      detail:
        '{name} termina il {lastDay}: il recesso o la cancellazione è già registrata. Non resta nulla da richiedere.',
    },
    request_in_progress: {
      title: 'C’è già una richiesta in corso',
      detail: 'La richiesta di cancellazione {code} di {name} non è conclusa. Prosegua con quella.',
    },
    profile_missing: {
      title: 'Manca un profilo di cancellazione',
      detail:
        'Né il listino né le impostazioni indicano un profilo di cancellazione. Ne aggiunga uno nelle Impostazioni e lo renda predefinito.',
    },
    profile_unknown: {
      title: 'Profilo di cancellazione sconosciuto',
      detail: 'Non esiste un tale profilo di cancellazione.',
    },
    profile_retired: {
      title: 'Profilo di cancellazione ritirato',
      detail: 'Il profilo di cancellazione {title} è ritirato. Ne scelga un altro.',
    },
    profile_is_default: {
      title: 'È il profilo predefinito',
      detail:
        'Il profilo predefinito non si può ritirare né lasciare senza sostituto. Prima renda predefinito un altro profilo.',
    },
    reason_missing: {
      title: 'Manca un motivo di cancellazione',
      detail: 'Non c’è alcun motivo di cancellazione da scegliere. Ne aggiunga uno nelle Impostazioni.',
    },
    reason_unknown: {
      title: 'Motivo di cancellazione sconosciuto',
      detail: 'Non esiste un tale motivo di cancellazione.',
    },
    reason_retired: {
      title: 'Motivo di cancellazione ritirato',
      detail: 'Il motivo di cancellazione {title} è ritirato. Ne scelga un altro.',
    },
    in_use: {
      title: 'In uso',
      detail: 'Altri dati vi fanno riferimento. Lo ritiri, invece.',
    },
    request_not_found: {
      title: 'Non trovata',
      detail: 'Non esiste una tale richiesta di cancellazione alla Sua portata.',
    },
    request_concluded: {
      title: 'Già conclusa',
      detail: 'La richiesta di cancellazione {code} è conclusa e non si può più modificare.',
    },
    request_claimed: {
      title: 'Già in carico',
      detail: '{operator} sta analizzando la richiesta di cancellazione {code}.',
    },
    request_not_claimed: {
      title: 'Non in analisi',
      detail: 'Prenda prima in carico la richiesta di cancellazione {code}.',
    },
    not_claimer: {
      title: 'In carico a un’altra persona',
      detail: 'Può farlo solo chi ha in carico la richiesta di cancellazione {code}, oppure il livello 1 o 2.',
    },
    classification_unknown: {
      title: 'Classificazione dell’annullamento sconosciuta',
      detail: 'Non esiste una tale classificazione dell’annullamento.',
    },
    classification_retired: {
      title: 'Classificazione dell’annullamento ritirata',
      detail: 'La classificazione dell’annullamento {title} è ritirata. Ne scelga un’altra.',
    },
    last_day_past: {
      title: 'Un giorno già passato',
      detail: 'L’ultimo giorno di {name} deve essere compreso tra il {earliest} e il {latest}.',
    },
    last_day_after_end: {
      title: 'Dopo la fine',
      detail: 'L’ultimo giorno di {name} deve essere compreso tra il {earliest} e il {latest}.',
    },
    engine_away: {
      title: 'Nessuna decisione',
      detail:
        'Il motore dei processi non ha risposto in tempo: nulla è stato né sarà modificato. Riprovi tra un momento.',
    },
    sign_in_link_used: {
      title: 'Il link non funziona più',
      detail: 'Un link di accesso funziona una sola volta ed entro 15 minuti. Ne chieda uno nuovo.',
    },
    portal_cancellation_not_allowed: {
      title: 'Non dal portale',
      detail: 'Il rinnovo di {name} non si può disdire dal portale. Si rivolga alla Sua sede.',
    },
    portal_renewal_not_allowed: {
      title: 'Non dal portale',
      detail: '{name} non si può rinnovare dal portale. Si rivolga alla Sua sede.',
    },
    next_period_bought: {
      title: 'Già rinnovato',
      detail: 'Il periodo successivo di {name} inizia il {validFrom} ed è già acquistato.',
    },
    not_begun: {
      title: 'Non ancora iniziato',
      detail: '{name} inizia il {validFrom}; da quel giorno potrà acquistare il periodo successivo.',
    },
    file_unknown: { title: 'File sconosciuto', detail: 'Il cliente non ha un tale file. Lo carichi di nuovo.' },
    file_empty: { title: 'File vuoto', detail: 'Il file è vuoto. Ne scelga un altro.' },
    file_type: {
      title: 'Né PDF né immagine',
      detail: 'Si conservano solo PDF, PNG, JPEG e WebP, qualunque sia il nome. Lo salvi in uno di questi formati.',
    },
    file_too_large: {
      title: 'File troppo grande',
      detail: 'Un file può avere 5 MB. Lo scansioni con meno dettaglio o in più parti.',
    },
    file_lost: {
      title: 'Il file non c’è più',
      detail: '«{name}» non si trova più nell’archivio così come era stato salvato. Avvisi l’amministratore.',
    },
    file_store_away: {
      title: 'I file non sono raggiungibili',
      detail: 'L’archivio dei file non risponde. Nulla è stato salvato né perso; riprovi tra poco.',
    },
    not_administrator: {
      title: 'Non è amministratore',
      detail:
        '{name} non è amministratore. Gli avvisi senza addetto agli incassi partono dalla casella di un amministratore attivo.',
    },
    mail_not_failed: { title: 'Niente da ripetere', detail: 'Questa e-mail è in attesa di partire o è già partita.' },
    mail_expired: {
      title: 'Il link è scaduto',
      detail: 'Un link di accesso funziona solo per 15 minuti. Ne invii uno nuovo.',
    },
    service_order_closed: {
      title: 'Concluso',
      detail: 'L’ordine di servizio {code} è concluso e non si può più modificare. Ne crei uno nuovo.',
    },
    schedule_in_past: {
      title: 'Un orario passato',
      detail: 'Un appuntamento finisce dopo il momento attuale. Scelga un orario successivo.',
    },
    request_unknown: {
      title: 'Richiesta di disdetta sconosciuta',
      detail: 'Questo cliente non ha una tale richiesta di disdetta in corso.',
    },
    username_taken: {
      title: 'Nome utente occupato',
      detail: 'Un’altra connessione della sede ha questo nome utente.',
    },
    nas_unknown: { title: 'Apparato sconosciuto', detail: 'La sede non ha un tale apparato di rete.' },
    nas_retired: { title: 'Apparato ritirato', detail: 'L’apparato di rete {name} è ritirato.' },
    no_equipment: {
      title: 'Nessun apparato configurato',
      detail: 'Per {username} non è configurato nessun apparato di rete. Lo scelga prima nella connessione.',
    },
    connection_already_reduced: { title: 'Già ridotta', detail: 'La velocità di {username} è già ridotta.' },
    connection_not_reduced: { title: 'Non ridotta', detail: 'La velocità di {username} non è ridotta.' },
    connection_blocked: { title: 'Bloccata', detail: '{username} è bloccata. La sblocchi prima.' },
    connection_not_blocked: { title: 'Non bloccata', detail: '{username} non è bloccata.' },
    connection_excepted: {
      title: 'Esente dal blocco',
      detail: '{username} è esente dal blocco fino al {until}. Termini prima l’eccezione.',
    },
    exception_running: {
      title: 'Un’eccezione è in corso',
      detail: '{username} è già esente dal blocco fino al {until}. Modifichi quell’eccezione o la termini.',
    },
    exception_ended: { title: 'Già terminata', detail: 'L’eccezione è terminata. Ne crei una nuova.' },
    exception_past: {
      title: 'Un orario passato',
      detail: 'Un’eccezione finisce nel futuro. Scelga una fine successiva.',
    },
    bot_intake_off: {
      title: 'Le conversazioni non si ricevono',
      detail: 'Non c’è ancora un segreto per i bot. Un amministratore lo crea nelle impostazioni.',
    },
    signature_refused: {
      title: 'Firma rifiutata',
      detail:
        'La firma non corrisponde al corpo e alla marca temporale. Firmi «timestamp.body» con il segreto delle impostazioni.',
    },
    signature_expired: {
      title: 'Firma scaduta',
      detail:
        'Una firma vale cinque minuti prima e dopo la sua marca temporale. Firmi di nuovo e controlli l’orologio del mittente.',
    },
    conversation_taken: {
      title: 'Appartiene a un altro',
      detail: 'La conversazione {externalId} di {source} è stata ricevuta per un altro cliente.',
    },
    nothing_unpaid: {
      title: 'Niente da spostare',
      detail: '{name} non ha rate non pagate che scadano da oggi in poi e non siano in banca.',
    },
    due_day_not_monthly: {
      title: 'Non scade a mesi',
      detail: 'Le rate di {name} non scadono a mesi; un giorno del mese ne metterebbe più d’una lo stesso giorno.',
    },
    plan_has_price_list: {
      title: 'Un piano con listino',
      detail: '{plan} ha un listino; passarvi o lasciarlo è una vendita. Lo venda invece.',
    },
    plan_unchanged: { title: 'Non cambierebbe nulla', detail: '{name} ha già le condizioni di {plan}.' },
    nothing_to_change: { title: 'Non cambierebbe nulla', detail: '{name} è già così.' },
    nothing_to_take_back: {
      title: 'Non c’è nulla da annullare',
      detail: 'Nel frattempo è successo altro a {name} o a ciò che è dovuto. Modifichi direttamente ciò che desidera.',
    },
    department_needed: {
      title: 'Nessun reparto',
      detail:
        'Le note sono tenute per reparto e il Suo utente non ne ha uno. Chieda a un amministratore di assegnarLe un reparto in Impostazioni → Utenti.',
    },
    agent_unknown: {
      title: 'Consulente sconosciuto',
      detail: 'Nessun utente così tra quelli a Lei accessibili. Scelga un altro consulente.',
    },
    agent_inactive: {
      title: 'Consulente non attivo',
      detail: '{name} non è più attivo. Scelga un consulente attivo.',
    },
    agents_changed: {
      title: 'I numeri sono cambiati',
      detail:
        'Nel frattempo questi consulenti hanno ricevuto o perso clienti, quindi non è cambiato nulla. Riveda i numeri e ripeta.',
    },
    concept_built_in: {
      title: 'Predefinito',
      detail: 'Questo avviso fa parte del sistema. Può modificarlo, ma non ritirarlo né eliminarlo.',
    },
    selection_changed: {
      title: 'Il numero è cambiato',
      detail: 'Ora i clienti sarebbero {customers}, quindi nulla è stato modificato. Ricontrolli il numero e ripeta.',
    },
    reminders_not_declined: {
      title: 'Nulla da ripristinare',
      detail: 'Nessuno ha rifiutato i promemoria per questo cliente.',
    },
    sender_not_ready: {
      title: 'L’account di posta non è pronto',
      detail:
        'L’account di posta di {name} manca, non è verificato o non funziona. Lo configuri e lo provi prima in Il mio account.',
    },
  },
  issues: {
    unknown_field: 'Non esiste questo campo',
    invalid_text: 'Contiene un carattere che non si può salvare',
    invalid_date: 'Non è un giorno del calendario, AAAA-MM-GG',
    invalid_time: 'Non è un’ora, HH:MM',
    invalid_cursor: 'Non è un cursore di questo elenco',
    empty_filter_row: 'Indichi almeno un criterio oppure tolga la riga',
    one_origin: 'Indichi una richiesta di assistenza o un multipack, uno solo',
    same_agent: 'Scelga un consulente diverso da quello attuale',
    agent_twice: 'Ogni consulente può essere indicato una volta sola',
    range_reversed: 'L’ultimo giorno non può precedere il primo',
    range_too_long: 'Al massimo 62 giorni alla volta',
    invalid_name: 'Serve un nome',
    invalid_amount: 'Un numero intero di centesimi, 0 o più',
    invalid_duration: 'Da 1 giorno a 100 anni',
    invalid_notice: 'In giorni, settimane o mesi, da nessuno a 2 anni',
    placeholder_unknown: 'Contiene un segnaposto che non esiste; ci sono customer, multipack, amount e due_date',
    needed: 'Questo dato è necessario',
    at_least: '{limit} o più',
    at_most: '{limit} o meno',
    needed_while_active: 'Necessario finché gli avvisi sono attivi',
    needed_after_due: 'Necessario per gli avvisi dopo la scadenza',
    concept_unknown: 'Questo avviso di scadenza non esiste',
    concept_type: 'Scelga un avviso di scadenza dell’altro tipo',
    concept_retired: 'L’avviso di scadenza è ritirato; ne scelga un altro',
    after_due_days: 'Almeno un giorno dopo la scadenza',
    invalid_instalments: 'Da 2 a 366 rate, a un giorno di distanza almeno',
    invalid_night_window: 'Una notte sta tra le 00:00 e le 12:00 e comincia prima di finire',
    invalid_idempotency_key: 'Da 1 a 255 caratteri ASCII visibili',
    wrong_password: 'La password attuale non è corretta',
    password_needed: 'Inserisca la password: la precedente era per un altro server o nome utente',
    mail_port:
      'Non è una porta per inviare posta, come 465 o 587. Chi gestisce Tacit può consentirne altre (MAIL_PORTS)',
    one_line: 'Una sola riga, senza caratteri di controllo',
    unknown_currency: 'Non è una valuta ISO 4217',
    unknown_time_zone: 'Non è un fuso orario IANA',
    currency_mismatch: 'Tutti gli importi di un listino sono in una valuta',
    rolling_is_monthly: 'Un listino di mese in mese dura esattamente un mese',
    instalments_exceed_duration: 'L’ultima rata deve cadere entro la durata',
    price_list_excludes_renewal_terms: 'Un listino con tariffario non ha condizioni di rinnovo',
    portal_renewal_excludes_automatic_renewal: 'Ciò che si rinnova da sé non si rinnova a mano',
    portal_cancellation_excludes_portal_renewal: 'Il portale offre la disdetta o il rinnovo a mano, non entrambi',
    portal_cancellation_needs_automatic_renewal: 'Senza rinnovo automatico non c’è nulla da disdire',
  },
  tasks: {
    automatic_renewal: 'rinnovo automatico',
    suspension: 'sospensione',
    change_of_terms: 'modifica delle condizioni',
    returned_debit: 'addebito insoluto',
    mail_account_failing: 'casella di posta con problemi',
    cancellation_request: 'richiesta di cancellazione',
  },
  results: {
    automatic_renewal: 'rinnovo automatico',
    automatic_renewal_cancellation: 'disdetta del rinnovo automatico',
    automatic_renewal_enabled: 'rinnovo automatico riattivato',
    frozen: 'sospeso',
    blocked: 'bloccato',
    reactivated: 'riattivato',
    terms_changed: 'condizioni modificate',
    withdrawal: 'recesso',
    returned_debit: 'addebito insoluto',
    cancellation_request_opened: 'richiesta di cancellazione aperta',
    cancellation_request_cancelled: 'richiesta di cancellazione: contratto cancellato',
    cancellation_request_reverted: 'richiesta di cancellazione annullata',
    none: '—',
  },
  portalCancelled: 'rinnovo automatico annullato',
};
