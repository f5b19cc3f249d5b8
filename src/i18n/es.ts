import type { Catalogue } from './catalogue.ts';

export const es: Catalogue = {
  problems: {
    bad_json: { title: 'No es JSON', detail: 'El cuerpo de la petición no es JSON válido.' },
    sign_in_required: {
      title: 'Inicie sesión',
      detail: 'Hace falta una sesión o un token de API, y no había ninguno válido.',
    },
    invalid_credentials: {
      title: 'No se pudo iniciar sesión',
      detail: 'El correo electrónico o la contraseña no son correctos.',
    },
    csrf_refused: {
      title: 'Enviado desde otro sitio',
      detail:
        'Un cambio hecho con una sesión debe venir de las páginas de este servidor. Un programa usa en su lugar un token de API.',
    },
    session_required: {
      title: 'Inicie sesión en persona',
      detail: 'Un programa no puede hacerlo con un token; inicie sesión en la consola.',
    },
    level_required: { title: 'No con su nivel de acceso', detail: 'Hace falta el nivel de acceso {level}.' },
    permission_required: { title: 'Falta un permiso', detail: 'Hace falta el permiso {permission}.' },
    not_found: { title: 'No encontrado', detail: 'No existe ese registro a su alcance.' },
    method_not_allowed: { title: 'Método no permitido', detail: 'Esta dirección admite {allowed}.' },
    idempotency_key_taken: { title: 'Clave ocupada', detail: 'Otra persona usó esta Idempotency-Key. Envíe otra.' },
    conflict: { title: 'Conflicto', detail: 'El estado del registro no lo permite.' },
    version_conflict: {
      title: 'Modificado entretanto',
      detail: 'Alguien cambió este registro después de que usted lo leyera. Vuelva a leerlo y repita su cambio.',
    },
    body_too_large: { title: 'Demasiado grande', detail: 'El cuerpo de la petición supera 1 MB.' },
    unsupported_media_type: { title: 'Solo JSON', detail: 'Envíe el cuerpo como application/json en UTF-8.' },
    invalid_input: { title: 'Hay campos no válidos', detail: 'Corrija los campos que se indican.' },
    idempotency_key_reused: {
      title: 'Clave ya usada',
      detail: 'Esta Idempotency-Key pertenece a otra petición. Envíe otra.',
    },
    precondition_required: {
      title: 'Falta If-Match',
      detail: 'Envíe como If-Match el ETag que leyó, para no sobrescribir a nadie.',
    },
    too_many_requests: { title: 'Demasiadas peticiones', detail: 'Espere {seconds} segundos y siga más despacio.' },
    too_many_sign_ins: { title: 'Demasiados intentos', detail: 'Vuelva a intentarlo en {seconds} segundos.' },
    internal_error: {
      title: 'Algo falló aquí',
      detail: 'No es culpa suya. El id de la petición lo encuentra en el registro.',
    },
    pages_missing: {
      title: 'Las páginas no están compiladas',
      detail:
        'Este servidor aún no tiene páginas que mostrar. Inícielo con `npm start`, que las prepara; la API funciona mientras tanto.',
    },
    unavailable: {
      title: 'No disponible ahora',
      detail: 'Una parte del sistema no responde. Vuelva a intentarlo en un momento.',
    },
    name_taken: { title: 'Nombre ocupado', detail: 'Otro registro tiene este nombre.' },
    email_taken: { title: 'Correo ocupado', detail: 'Otro usuario tiene este correo electrónico.' },
    last_administrator: {
      title: 'El último administrador',
      detail: 'Alguien activo debe conservar el nivel de acceso 1.',
    },
    branch_retired: { title: 'Sucursal retirada', detail: 'La sucursal está retirada.' },
    branch_unknown: { title: 'Sucursal desconocida', detail: 'No existe esa sucursal a su alcance.' },
    department_retired: { title: 'Departamento retirado', detail: 'El departamento está retirado.' },
    department_unknown: { title: 'Departamento desconocido', detail: 'No existe ese departamento.' },
    user_unknown: { title: 'Usuario desconocido', detail: 'No existe ese usuario a su alcance.' },
    user_inactive: { title: 'Usuario inactivo', detail: 'El usuario no está activo.' },
    token_revoked: { title: 'Ya revocado', detail: 'El token ya está revocado.' },
    customer_unknown: { title: 'Cliente desconocido', detail: 'No existe ese cliente a su alcance.' },
    clock_backwards: { title: 'El reloj solo avanza', detail: 'El reloj del cliente ya está en {now}.' },
    clock_not_followed: {
      title: 'Los flujos no siguieron',
      detail: 'Ningún worker ejecutó lo que vencía por el camino. Compruebe que haya un worker en marcha y continúe.',
    },
    payer_unknown: { title: 'Pagador desconocido', detail: 'No existe tal cliente a su alcance.' },
    payer_is_self: { title: 'El mismo cliente', detail: 'Deje vacío el pagador de quien paga por sí mismo.' },
    payer_has_payer: {
      title: 'Otro paga por el pagador',
      detail: 'Otra persona paga por {name}. Elija a esa persona como pagador o quite antes el pagador de {name}.',
    },
    pays_for_others: {
      title: 'Paga por otros',
      detail:
        '{name} paga por otros clientes y por eso nadie puede pagar por {name}. Cambie antes el pagador de aquellos.',
    },
    guardian_unknown: { title: 'Tutor desconocido', detail: 'No existe tal cliente a su alcance.' },
    guardian_is_self: { title: 'El mismo cliente', detail: 'Nadie es su propio tutor. Elija a otra persona.' },
    guardian_minor: { title: 'El tutor es menor', detail: '{name} tiene menos de 18 años y no puede ser tutor.' },
    receivable_paid: { title: 'Ya pagada', detail: 'Esta cuenta por cobrar está pagada.' },
    receivable_void: { title: 'Anulada', detail: 'Esta cuenta por cobrar se eliminó y no se debe.' },
    over_payment: { title: 'Más de lo debido', detail: 'Solo se deben {outstanding}.' },
    currency_mismatch: { title: 'Otra moneda', detail: 'Esto se debe en {currency}.' },
    paid_in_future: { title: 'Un día futuro', detail: 'Un pago no puede tener fecha posterior al {today}.' },
    already_at_bank: { title: 'Ya está en el banco', detail: 'Esta cuenta por cobrar ya se entregó al banco.' },
    not_collected: {
      title: 'Sin cobro automático',
      detail: 'Al banco solo se entrega lo que se cobra por SEPA o tarjeta recurrente. Registre un pago.',
    },
    nothing_to_return: {
      title: 'Ningún cargo que devolver',
      detail: 'No está en el banco y no hay ningún pago por SEPA o tarjeta recurrente que pueda ser devuelto.',
    },
    debit_given_back: {
      title: 'Ya reembolsado',
      detail:
        'De lo pagado ya se reembolsaron o abonaron {givenBack}; sin el cargo se habría pagado menos de lo que se devolvió.',
    },
    nothing_to_give_back: {
      title: 'Nada que reembolsar',
      detail: 'No se ha pagado nada o ya se ha reembolsado todo.',
    },
    over_refund: { title: 'Más de lo pagado', detail: 'Se pueden reembolsar como máximo {refundable}.' },
    credit_insufficient: { title: 'Saldo insuficiente', detail: 'El cliente tiene un saldo a favor de {balance}.' },
    task_type_built_in: { title: 'Incorporada', detail: 'Una tarea incorporada no se renombra ni se elimina.' },
    task_type_used: { title: 'En uso', detail: 'Hay tareas de este tipo. Retírelo en su lugar.' },
    task_type_retired: { title: 'Tarea retirada', detail: 'El tipo de tarea está retirado.' },
    task_type_unknown: { title: 'Tarea desconocida', detail: 'No existe ese tipo de tarea.' },
    task_type_not_generic: {
      title: 'No es una tarea genérica',
      detail: 'Las tareas de este tipo las escribe la operación a la que corresponden.',
    },
    task_type_classification: {
      title: 'Otra clasificación',
      detail: 'El tipo de tarea «{name}» tiene otra clasificación. Elija o cree uno adecuado en Ajustes → Tareas CRM.',
    },
    task_type_not_in_agenda: {
      title: 'No aparece en la agenda',
      detail:
        'Las tareas del tipo «{name}» no aparecen en la agenda, así que no se pueden asignar. Elija otro tipo o haga visible este.',
    },
    multipack_unknown: { title: 'Multipack desconocido', detail: 'El cliente no tiene ese multipack.' },
    saved_filter_of_another: {
      title: 'Filtro de otra persona',
      detail: 'Este filtro es de {name}. Guárdelo con un nombre propio para cambiarlo.',
    },
    multipack_not_found: { title: 'No encontrado', detail: 'No existe ese multipack a su alcance.' },
    already_frozen: { title: 'Ya congelado', detail: '{name} tiene una congelación en curso o prevista.' },
    already_blocked: { title: 'Ya bloqueado', detail: '{name} ya está bloqueado.' },
    not_suspended: { title: 'No está suspendido', detail: '{name} no está congelado ni bloqueado.' },
    not_freezable: {
      title: 'No se puede congelar',
      detail: '{name} ha terminado o va a terminar por una decisión ya tomada.',
    },
    not_blockable: {
      title: 'No se puede bloquear',
      detail: '{name} ha terminado o va a terminar por una decisión ya tomada.',
    },
    invalid_freeze: {
      title: 'Esos días no se pueden congelar',
      detail: 'El día debe estar entre el {earliest} y el {latest}, y una congelación termina después de empezar.',
    },
    notice_deadline_passed: {
      title: 'Fuera de plazo',
      detail: 'La renovación de {name} se podía cancelar hasta el {deadline}.',
    },
    notice_deadline_ahead: {
      title: 'Aún en plazo',
      detail: 'La renovación de {name} se puede cancelar normalmente hasta el {deadline}; no hace falta forzar nada.',
    },
    receipt_in_the_future: { title: 'Un día futuro', detail: 'No puede haberse recibido después del {today}.' },
    renewed_period_over: {
      title: 'El período renovado ha terminado',
      detail:
        'El período renovado a partir de {name} terminó el {validTo}. Se ha utilizado y no se elimina; compénselo con una devolución.',
    },
    renewal_already_cancelled: {
      title: 'Ya cancelada',
      detail: 'La renovación automática de {name} ya está cancelada.',
    },
    renewal_not_cancelled: {
      title: 'No está cancelada',
      detail: 'La renovación automática de {name} no está cancelada.',
    },
    renewal_ended: { title: 'Terminado para siempre', detail: '{name} no se renueva nunca más.' },
    not_waiting: {
      title: 'No hay nada pendiente',
      detail: 'Esta renovación aún no toca o ya se hizo. Vuelva a cargar la página para ver cómo está.',
    },
    not_renewing: { title: 'No se renueva', detail: '{name} no se renueva automáticamente.' },
    withdrawal_not_offered: {
      title: 'Sin rescisión para este pago',
      detail:
        '{name} no se paga a plazos ni de mes en mes por SEPA o tarjeta recurrente. Solo admite una rescisión extraordinaria (fallecimiento, enfermedad, mudanza).',
    },
    already_withdrawn: {
      title: 'Ya rescindido',
      detail:
        '{name} ya está rescindido; su último día es el {withdrawnOn}. Una rescisión no se puede deshacer: véndalo de nuevo.',
    },
    not_withdrawable: {
      title: 'No se puede rescindir',
      detail: '{name} se eliminó o termina por una cancelación ya registrada.',
    },
    withdrawal_date: {
      title: 'Fuera de la validez',
      detail: 'El último día de {name} debe estar entre el {validFrom} y el {validTo}.',
    },
    already_renewed: { title: 'Ya renovado', detail: '{name} está renovado desde el {validFrom}; cambie el renovado.' },
    terms_not_changeable: {
      title: 'No se pueden cambiar las condiciones',
      detail: '{name} ha terminado o va a terminar por una decisión ya tomada.',
    },
    deadline_would_pass: {
      title: 'El plazo ya habría pasado',
      detail: 'Con estas condiciones la renovación de {name} solo se podría cancelar hasta el {deadline}, que ya pasó.',
    },
    plan_retired: { title: 'Plan retirado', detail: '{plan} ya no se vende.' },
    plan_not_found: { title: 'No encontrado', detail: 'No existe ese plan.' },
    customer_not_found: { title: 'No encontrado', detail: 'No existe ese cliente a su alcance.' },
    chain_not_found: { title: 'No encontrado', detail: 'No existe ese multipack a su alcance.' },
    not_withdrawn: {
      title: 'No está rescindido',
      detail: '{name} no está rescindido. Solo se vende de nuevo lo rescindido; véndalo como un multipack nuevo.',
    },
    reference_taken: { title: 'Referencia ocupada', detail: 'La referencia {reference} ya pertenece a un multipack.' },
    import_empty: {
      title: 'Nada que importar',
      detail: 'El archivo necesita una primera línea con los nombres de las columnas y al menos una línea debajo.',
    },
    import_too_large: {
      title: 'Demasiado de una vez',
      detail: 'Divida el archivo e importe las partes una tras otra.',
    },
    import_columns: { title: 'Se esperan otras columnas', detail: 'Las columnas son {columns}.' },
    forecast_range: {
      title: 'Intervalo no válido',
      detail: 'Elija como mucho {days} días, el último no antes del primero y dentro de diez años.',
    },
    operator_unknown: { title: 'Operador desconocido', detail: 'No existe ese operador activo.' },
    operator_not_entitled: { title: 'Operador sin derecho', detail: 'El operador pertenece a otra sucursal.' },
    withdraw_signal_not_allowed: {
      title: 'No por una señal',
      detail:
        'La empresa no permite rescisiones mediante una señal. Rescinda desde el perfil del cliente o permítalo en la configuración.',
    },
    customer_without_email: {
      title: 'Sin correo electrónico',
      detail: '{name} no tiene dirección de correo electrónico. Añádala primero en el perfil.',
    },
    ticket_unknown: {
      title: 'Atención desconocida',
      detail: 'No hay tal atención a su alcance.',
    },
    ticket_closed: {
      title: 'Atención cerrada',
      detail: 'La atención está cerrada. Abra otra.',
    },
    multipack_required: {
      title: 'La atención no indica ningún multipack',
      detail:
        'Una solicitud de cancelación solo se abre desde una atención que indique un multipack. Ábrala desde el perfil del cliente.',
    },
    multipack_not_active: {
      title: 'Nada que cancelar',
      detail: '{name} no está activo ni suspendido, así que no hay nada que cancelar.',
    },
    end_decided: {
      title: 'El fin ya está decidido',
      detail:
        '{name} termina el {lastDay}: su rescisión o cancelación ya está registrada. No queda nada que solicitar.',
    },
    request_in_progress: {
      title: 'Hay una solicitud en curso',
      detail: 'La solicitud de cancelación {code} de {name} no ha concluido. Continúe con ella.',
    },
    profile_missing: {
      title: 'Falta un perfil de cancelación',
      detail:
        'Ni el plan ni la configuración indican un perfil de cancelación. Añada uno en Configuración y márquelo como predeterminado.',
    },
    profile_unknown: {
      title: 'Perfil de cancelación desconocido',
      detail: 'No hay tal perfil de cancelación.',
    },
    profile_retired: {
      title: 'Perfil de cancelación retirado',
      detail: 'El perfil de cancelación {title} está retirado. Elija otro.',
    },
    profile_is_default: {
      title: 'Es el perfil predeterminado',
      detail:
        'El perfil predeterminado no se puede retirar ni dejar sin sustituto. Marque antes otro como predeterminado.',
    },
    reason_missing: {
      title: 'Falta un motivo de cancelación',
      detail: 'No hay ningún motivo de cancelación que elegir. Añada uno en Configuración.',
    },
    reason_unknown: {
      title: 'Motivo de cancelación desconocido',
      detail: 'No hay tal motivo de cancelación.',
    },
    reason_retired: {
      title: 'Motivo de cancelación retirado',
      detail: 'El motivo de cancelación {title} está retirado. Elija otro.',
    },
    in_use: {
      title: 'En uso',
      detail: 'Otros registros lo utilizan. Retírelo en su lugar.',
    },
    request_not_found: {
      title: 'No encontrada',
      detail: 'No hay tal solicitud de cancelación a su alcance.',
    },
    request_concluded: {
      title: 'Ya concluida',
      detail: 'La solicitud de cancelación {code} ha concluido y ya no se puede cambiar.',
    },
    request_claimed: {
      title: 'Ya está tomada',
      detail: '{operator} está analizando la solicitud de cancelación {code}.',
    },
    request_not_claimed: {
      title: 'No está en análisis',
      detail: 'Tome antes la solicitud de cancelación {code}.',
    },
    not_claimer: {
      title: 'La ha tomado otra persona',
      detail: 'Solo puede hacerlo quien ha tomado la solicitud de cancelación {code}, o el nivel 1 o 2.',
    },
    classification_unknown: {
      title: 'Clasificación de reversión desconocida',
      detail: 'No hay tal clasificación de reversión.',
    },
    classification_retired: {
      title: 'Clasificación de reversión retirada',
      detail: 'La clasificación de reversión {title} está retirada. Elija otra.',
    },
    last_day_past: {
      title: 'Un día ya pasado',
      detail: 'El último día de {name} debe estar entre el {earliest} y el {latest}.',
    },
    last_day_after_end: {
      title: 'Después de su fin',
      detail: 'El último día de {name} debe estar entre el {earliest} y el {latest}.',
    },
    engine_away: {
      title: 'No se ha decidido',
      detail:
        'El motor de procesos no respondió a tiempo: no se ha cambiado nada ni se cambiará. Inténtelo de nuevo en un momento.',
    },
    sign_in_link_used: {
      title: 'El enlace ya no sirve',
      detail: 'Un enlace de acceso sirve una sola vez y durante 15 minutos. Solicite uno nuevo.',
    },
    portal_cancellation_not_allowed: {
      title: 'No desde el portal',
      detail: 'La renovación de {name} no puede cancelarse desde el portal. Consulte en su sucursal.',
    },
    portal_renewal_not_allowed: {
      title: 'No desde el portal',
      detail: '{name} no puede renovarse desde el portal. Consulte en su sucursal.',
    },
    next_period_bought: {
      title: 'Ya renovado',
      detail: 'El período siguiente de {name} empieza el {validFrom} y ya está adquirido.',
    },
    not_begun: {
      title: 'Aún no ha empezado',
      detail: '{name} empieza el {validFrom}; desde ese día podrá adquirir el período siguiente.',
    },
    file_unknown: { title: 'Archivo desconocido', detail: 'El cliente no tiene ese archivo. Vuelva a subirlo.' },
    file_empty: { title: 'Archivo vacío', detail: 'El archivo está vacío. Elija otro.' },
    file_type: {
      title: 'No es un PDF ni una imagen',
      detail: 'Solo se guardan PDF, PNG, JPEG y WebP, diga lo que diga el nombre. Guárdelo en uno de esos formatos.',
    },
    file_too_large: {
      title: 'Archivo demasiado grande',
      detail: 'Un archivo puede ocupar 5 MB. Escanéelo con menos detalle o por partes.',
    },
    file_lost: {
      title: 'El archivo ya no está',
      detail: '«{name}» ya no se encuentra tal como se guardó en el almacén de archivos. Avise al administrador.',
    },
    file_store_away: {
      title: 'No se puede acceder a los archivos',
      detail:
        'El almacén de archivos no responde. No se ha guardado ni perdido nada; inténtelo de nuevo en un momento.',
    },
    not_administrator: {
      title: 'No es administrador',
      detail:
        '{name} no es administrador. Los avisos sin agente de cobranza se envían desde la cuenta de un administrador activo.',
    },
    mail_not_failed: { title: 'Nada que repetir', detail: 'Este correo está pendiente de salir o ya salió.' },
    mail_expired: {
      title: 'El enlace ha caducado',
      detail: 'Un enlace de acceso sirve solo durante 15 minutos. Envíe uno nuevo.',
    },
    service_order_closed: {
      title: 'Concluida',
      detail: 'La orden de servicio {code} está concluida y ya no puede modificarse. Cree una nueva.',
    },
    schedule_in_past: {
      title: 'Una hora pasada',
      detail: 'Una cita termina después del momento actual. Elija una hora posterior.',
    },
    request_unknown: {
      title: 'Solicitud de cancelación desconocida',
      detail: 'Este cliente no tiene tal solicitud de cancelación en curso.',
    },
    username_taken: { title: 'Usuario ocupado', detail: 'Otra conexión de la sucursal tiene este usuario.' },
    nas_unknown: { title: 'Equipo desconocido', detail: 'La sucursal no tiene tal equipo de red.' },
    nas_retired: { title: 'Equipo retirado', detail: 'El equipo de red {name} está retirado.' },
    no_equipment: {
      title: 'Ningún equipo configurado',
      detail: 'No hay ningún equipo de red configurado para {username}. Elíjalo antes en la conexión.',
    },
    connection_already_reduced: { title: 'Ya reducida', detail: 'La velocidad de {username} ya está reducida.' },
    connection_not_reduced: { title: 'No reducida', detail: 'La velocidad de {username} no está reducida.' },
    connection_blocked: { title: 'Bloqueada', detail: '{username} está bloqueada. Desbloquéela antes.' },
    connection_not_blocked: { title: 'No bloqueada', detail: '{username} no está bloqueada.' },
    connection_excepted: {
      title: 'Exenta de bloqueo',
      detail: '{username} está exenta de bloqueo hasta el {until}. Finalice antes la excepción.',
    },
    exception_running: {
      title: 'Hay una excepción en curso',
      detail: '{username} ya está exenta de bloqueo hasta el {until}. Modifique esa excepción o finalícela.',
    },
    exception_ended: { title: 'Ya finalizada', detail: 'La excepción ha finalizado. Cree una nueva.' },
    exception_past: {
      title: 'Una hora pasada',
      detail: 'Una excepción termina en el futuro. Elija un final posterior.',
    },
    bot_intake_off: {
      title: 'No se reciben conversaciones',
      detail: 'Aún no hay un secreto para los bots. Un administrador lo crea en la configuración.',
    },
    signature_refused: {
      title: 'Firma rechazada',
      detail:
        'La firma no corresponde al cuerpo y a la marca de tiempo. Firme «timestamp.body» con el secreto de la configuración.',
    },
    signature_expired: {
      title: 'Firma caducada',
      detail:
        'Una firma vale cinco minutos antes y después de su marca de tiempo. Firme de nuevo y compruebe el reloj del remitente.',
    },
    conversation_taken: {
      title: 'Pertenece a otra persona',
      detail: 'La conversación {externalId} de {source} se recibió para otro cliente.',
    },
    nothing_unpaid: {
      title: 'Nada que mover',
      detail: '{name} no tiene plazos sin pagar que venzan a partir de hoy y no estén en el banco.',
    },
    due_day_not_monthly: {
      title: 'No vence por meses',
      detail: 'Los plazos de {name} no vencen por meses; un día del mes pondría varios el mismo día.',
    },
    plan_has_price_list: {
      title: 'Un plan con lista de precios',
      detail: '{plan} tiene lista de precios; pasar a él o salir de él es una venta. Véndalo en su lugar.',
    },
    plan_unchanged: { title: 'Nada cambiaría', detail: '{name} ya tiene las condiciones de {plan}.' },
    nothing_to_change: { title: 'Nada cambiaría', detail: '{name} ya está así.' },
    nothing_to_take_back: {
      title: 'No hay nada que deshacer',
      detail: 'Después se ha hecho otra cosa con {name} o con lo que se debe por él. Cambie directamente lo que desee.',
    },
    department_needed: {
      title: 'Sin departamento',
      detail:
        'Las notas se guardan por departamento y su usuario no tiene ninguno. Pida a un administrador que se lo asigne en Configuración → Usuarios.',
    },
    agent_unknown: {
      title: 'Agente desconocido',
      detail: 'No hay tal usuario a su alcance. Elija otro agente.',
    },
    agent_inactive: {
      title: 'Agente inactivo',
      detail: '{name} ya no está activo. Elija un agente que lo esté.',
    },
    agents_changed: {
      title: 'Los números han cambiado',
      detail:
        'Mientras tanto estos agentes recibieron o perdieron clientes, así que no se cambió nada. Revise los números y repita.',
    },
    concept_built_in: {
      title: 'Incluido en el sistema',
      detail: 'Este concepto viene con el sistema. Puede editarlo, pero no retirarlo ni eliminarlo.',
    },
    selection_changed: {
      title: 'El número ha cambiado',
      detail:
        'Ahora serían {customers} clientes, por lo que no se ha cambiado nada. Revise el número y repita la operación.',
    },
    reminders_not_declined: {
      title: 'Nada que deshacer',
      detail: 'Nadie ha rechazado los recordatorios de este cliente.',
    },
    sender_not_ready: {
      title: 'La cuenta de correo no está lista',
      detail:
        'La cuenta de correo de {name} falta, no está comprobada o falla. Configúrela y pruébela primero en Mi cuenta.',
    },
  },
  issues: {
    unknown_field: 'No existe ese campo',
    invalid_text: 'Contiene un carácter que no se puede guardar',
    invalid_date: 'No es un día del calendario, AAAA-MM-DD',
    invalid_time: 'No es una hora, HH:MM',
    invalid_cursor: 'No es un cursor de esta lista',
    empty_filter_row: 'Indique al menos un criterio o quite la fila',
    one_origin: 'Indique una atención o un multipack, solo uno',
    same_agent: 'Elija un agente distinto del actual',
    agent_twice: 'Cada agente puede indicarse una sola vez',
    range_reversed: 'El último día no puede ser anterior al primero',
    range_too_long: 'Como máximo 62 días a la vez',
    invalid_name: 'Hace falta un nombre',
    invalid_amount: 'Un número entero de céntimos, 0 o más',
    invalid_duration: 'De 1 día a 100 años',
    invalid_notice: 'En días, semanas o meses, de ninguno a 2 años',
    placeholder_unknown: 'Contiene un marcador que no existe; los hay de customer, multipack, amount y due_date',
    needed: 'Este dato es necesario',
    at_least: '{limit} o más',
    at_most: '{limit} o menos',
    needed_while_active: 'Necesario mientras los avisos estén activos',
    needed_after_due: 'Necesario para los avisos después del vencimiento',
    concept_unknown: 'No existe ese concepto',
    concept_type: 'Elija un concepto del otro tipo',
    concept_retired: 'El concepto está retirado; elija otro',
    after_due_days: 'Al menos un día después del vencimiento',
    invalid_instalments: 'De 2 a 366 plazos, con un día de separación como mínimo',
    invalid_night_window: 'Una noche está entre las 00:00 y las 12:00 y empieza antes de terminar',
    invalid_idempotency_key: 'De 1 a 255 caracteres ASCII visibles',
    wrong_password: 'La contraseña actual no es correcta',
    password_needed: 'Escriba la contraseña: la anterior era para otro servidor u otro usuario',
    mail_port:
      'No es un puerto para enviar correo, como 465 o 587. Quien administra Tacit puede permitir otros (MAIL_PORTS)',
    one_line: 'Una sola línea, sin caracteres de control',
    unknown_currency: 'No es una moneda ISO 4217',
    unknown_time_zone: 'No es una zona horaria IANA',
    currency_mismatch: 'Todos los importes de un plan van en una moneda',
    rolling_is_monthly: 'Un plan mes a mes dura exactamente un mes',
    instalments_exceed_duration: 'El último plazo debe caer dentro de la duración',
    price_list_excludes_renewal_terms: 'Un plan con tarifa no tiene condiciones de renovación',
    portal_renewal_excludes_automatic_renewal: 'Lo que se renueva automáticamente no se renueva a mano',
    portal_cancellation_excludes_portal_renewal: 'El portal ofrece la cancelación o la renovación a mano, no ambas',
    portal_cancellation_needs_automatic_renewal: 'Sin renovación automática no hay nada que cancelar',
  },
  tasks: {
    automatic_renewal: 'renovación automática',
    suspension: 'suspensión',
    change_of_terms: 'cambio de condiciones',
    returned_debit: 'cargo devuelto',
    mail_account_failing: 'cuenta de correo con problemas',
    cancellation_request: 'solicitud de cancelación',
  },
  results: {
    automatic_renewal: 'renovación automática',
    automatic_renewal_cancellation: 'cancelación renovación automática',
    automatic_renewal_enabled: 'renovación automática reactivada',
    frozen: 'congelado',
    blocked: 'bloqueado',
    reactivated: 'reactivado',
    terms_changed: 'condiciones cambiadas',
    withdrawal: 'rescisión',
    returned_debit: 'cargo devuelto',
    cancellation_request_opened: 'solicitud de cancelación abierta',
    cancellation_request_cancelled: 'solicitud de cancelación: contrato cancelado',
    cancellation_request_reverted: 'solicitud de cancelación revertida',
    none: '—',
  },
  portalCancelled: 'renovación automática cancelada',
};
