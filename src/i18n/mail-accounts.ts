import type { AccountFailure } from '../schemas/mail-accounts.ts';
import type { Language } from './languages.ts';

/** Why nothing goes out through a mail account, and what to do. */
const WORDS: Record<Language, Record<AccountFailure | 'letter_refused', string>> = {
  en: {
    account_missing: 'No mail account is set up. Enter it under My account.',
    account_unchecked: 'The mail account has not been tested. Send a test under My account.',
    secret_unreadable: 'The stored password cannot be read any more. Enter it again under My account.',
    host_unknown: 'There is no mail server of this name. Check the server.',
    connection_refused: 'The mail server cannot be reached on this port. Check server and port.',
    no_answer: 'The mail server does not answer in time. Check server, port and encryption.',
    connection_lost: 'The mail server closed the connection. Check port and encryption.',
    not_encrypted: 'No encrypted connection came about. Check the encryption, or the certificate of the mail server.',
    not_mail_server: 'What answers there is not a mail server, or not with this encryption. Check port and encryption.',
    sign_in_refused: 'The mail server does not accept user name and password. Some providers want a password for apps.',
    sender_refused:
      'The mail server does not let this account send from its address. Check the address and the user name.',
    limit_reached:
      'The mail server takes no more letters from this account for now. They go out later; fewer a minute may help.',
    server_busy: 'The mail server takes nothing at the moment. It is tried again later.',
    letter_refused: 'The mail server refused the letter itself.',
  },
  es: {
    account_missing: 'No hay ninguna cuenta de correo configurada. Indíquela en Mi cuenta.',
    account_unchecked: 'La cuenta de correo no se ha probado. Envíe una prueba desde Mi cuenta.',
    secret_unreadable: 'La contraseña guardada ya no se puede leer. Escríbala de nuevo en Mi cuenta.',
    host_unknown: 'No existe ningún servidor de correo con ese nombre. Revise el servidor.',
    connection_refused: 'No se puede conectar con el servidor de correo en ese puerto. Revise el servidor y el puerto.',
    no_answer: 'El servidor de correo no responde a tiempo. Revise el servidor, el puerto y el cifrado.',
    connection_lost: 'El servidor de correo cerró la conexión. Revise el puerto y el cifrado.',
    not_encrypted:
      'No se pudo establecer una conexión cifrada. Revise el cifrado o el certificado del servidor de correo.',
    not_mail_server:
      'Lo que responde ahí no es un servidor de correo, o no con ese cifrado. Revise el puerto y el cifrado.',
    sign_in_refused:
      'El servidor de correo no acepta el usuario y la contraseña. Algunos proveedores piden una contraseña para aplicaciones.',
    sender_refused:
      'El servidor de correo no permite a esta cuenta enviar desde su dirección. Revise la dirección y el usuario.',
    limit_reached:
      'El servidor de correo no admite por ahora más mensajes de esta cuenta. Se enviarán más tarde; puede ayudar enviar menos por minuto.',
    server_busy: 'El servidor de correo no admite nada en este momento. Se volverá a intentar más tarde.',
    letter_refused: 'El servidor de correo rechazó el mensaje.',
  },
  it: {
    account_missing: 'Non è configurata alcuna casella di posta. La inserisca in Il mio account.',
    account_unchecked: 'La casella di posta non è stata verificata. Invii una prova da Il mio account.',
    secret_unreadable: 'La password salvata non è più leggibile. La inserisca di nuovo in Il mio account.',
    host_unknown: 'Non esiste un server di posta con questo nome. Controlli il server.',
    connection_refused: 'Il server di posta non è raggiungibile su questa porta. Controlli server e porta.',
    no_answer: 'Il server di posta non risponde in tempo. Controlli server, porta e cifratura.',
    connection_lost: 'Il server di posta ha chiuso la connessione. Controlli porta e cifratura.',
    not_encrypted:
      'Non è stato possibile cifrare la connessione. Controlli la cifratura o il certificato del server di posta.',
    not_mail_server: 'Chi risponde non è un server di posta, o non con questa cifratura. Controlli porta e cifratura.',
    sign_in_refused:
      'Il server di posta non accetta nome utente e password. Alcuni fornitori richiedono una password per le app.',
    sender_refused:
      'Il server di posta non consente a questa casella di inviare dal suo indirizzo. Controlli indirizzo e nome utente.',
    limit_reached:
      'Per ora il server di posta non accetta altri messaggi da questa casella. Partiranno più tardi; può aiutare inviarne meno al minuto.',
    server_busy: 'Al momento il server di posta non accetta nulla. Si riproverà più tardi.',
    letter_refused: 'Il server di posta ha rifiutato il messaggio.',
  },
  'pt-BR': {
    account_missing: 'Nenhuma conta de e-mail está configurada. Informe-a em Minha conta.',
    account_unchecked: 'A conta de e-mail não foi testada. Envie um teste em Minha conta.',
    secret_unreadable: 'A senha guardada não pode mais ser lida. Digite-a de novo em Minha conta.',
    host_unknown: 'Não existe servidor de e-mail com esse nome. Confira o servidor.',
    connection_refused: 'Não foi possível conectar ao servidor de e-mail nessa porta. Confira o servidor e a porta.',
    no_answer: 'O servidor de e-mail não responde a tempo. Confira o servidor, a porta e a criptografia.',
    connection_lost: 'O servidor de e-mail encerrou a conexão. Confira a porta e a criptografia.',
    not_encrypted:
      'Não foi possível criptografar a conexão. Confira a criptografia ou o certificado do servidor de e-mail.',
    not_mail_server:
      'O que responde ali não é um servidor de e-mail, ou não com essa criptografia. Confira a porta e a criptografia.',
    sign_in_refused:
      'O servidor de e-mail não aceita o usuário e a senha. Alguns provedores exigem uma senha de aplicativo.',
    sender_refused:
      'O servidor de e-mail não permite que esta conta envie pelo endereço dela. Confira o endereço e o usuário.',
    limit_reached:
      'O servidor de e-mail não aceita mais mensagens desta conta por enquanto. Elas sairão depois; enviar menos por minuto pode ajudar.',
    server_busy: 'O servidor de e-mail não aceita nada no momento. Haverá nova tentativa mais tarde.',
    letter_refused: 'O servidor de e-mail recusou a mensagem.',
  },
};

export const accountFailureWords = (language: Language, code: AccountFailure | 'letter_refused'): string =>
  WORDS[language][code];
