import { query } from '../../src/engine/embedded/postgres.ts';

const FIRST = `Ana,María,José,Lucía,Giulia,João,Íñigo,Zoë,Marco,Francesca,Álvaro,Beatriz,Chiara,Diego,Elena,Fátima,Gonçalo,Hugo,Inés,
Jorge,Katia,Lorenzo,Marta,Nuria,Óscar,Paola,Quim,Raquel,Sofía,Tomás,Úrsula,Valentina,William,Ximena,Yolanda,Zacarías`;
const LAST = `García,Martínez,López,Sánchez,Pérez,Gómez,Muñoz,Álvarez,Rossi,Russo,Ferrari,Esposito,Bianchi,Silva,Santos,Oliveira,
Souza,Lima,Gonçalves,Ribeiro,Fernández,Núñez,Domínguez,Vázquez,Ramos,Gil,Ramírez,Serrano,Blanco,Molina,Morales,Ortega,Delgado,
Castro,Ortiz,Rubio,Marín,Sanz,Iglesias,Medina,Garrido,Cortés,Castillo,Santana,Lozano,Guerrero,Cano,Prieto,Méndez,Cruz,Calvo,
Gallego,Vidal,León,Herrera,Peña,Flores,Cabrera,Campos,Vega,Fuentes,Carrasco,Diez,Reyes,Caballero,Nieto,Aguilar,Pascual,Santana`;

const words = (list: string) => `ARRAY['${list.replaceAll(/\s+/g, '').split(',').join("','")}']`;
/** One of the words, by a number that differs with the row and the salt. */
const pick = (list: string, salt: number) =>
  `(${words(list)})[1 + mod(abs(hashint8extended(n, ${salt})), ${list.split(',').length})]`;

/**
 * Customers in two branches with two multipacks each, stored by SQL. Five of them have a name, an address and a reference
 * that nobody else has. The first branch is that of the administrator.
 */
export async function addPeople(databaseUrl: string, customers: number): Promise<void> {
  const ask = (statement: string, values: unknown[] = []) => query(databaseUrl, statement, values);
  await ask(`INSERT INTO branch (id, name, time_zone, country, language, currency, created_at)
    VALUES (gen_random_uuid(), 'Roma', 'Europe/Rome', 'IT', 'it', 'EUR', now()) ON CONFLICT DO NOTHING`);
  await ask(`INSERT INTO plan (id, name, currency, price, duration_amount, duration_unit, payment, payment_method, automatic_renewal, created_at)
    VALUES (gen_random_uuid(), 'Gym 1 month', 'EUR', 4990, 1, 'month', 'rolling', 'sepa', true, now()) ON CONFLICT DO NOTHING`);
  await ask(
    `INSERT INTO customer (id, branch_id, name, email, phone, language, created_at)
     SELECT uuidv7(), (SELECT id FROM branch ORDER BY created_at OFFSET n % 2 LIMIT 1),
       ${pick(FIRST, 1)} || ' ' || CASE WHEN n % ($1::int / 5) = 0 THEN 'Zubizarreta' ELSE ${pick(LAST, 2)} END || ' ' || ${pick(LAST, 3)},
       'member' || n || '@' || (ARRAY['gmail.com', 'example.org', 'correo.es', 'posta.it'])[1 + n % 4],
       '+34 6' || lpad((n * 7919 % 100000000)::text, 8, '0'), 'es', now()
     FROM generate_series(1, $1::int) n`,
    [customers],
  );
  await ask(
    `WITH sold AS (
       SELECT uuidv7() AS id, c.id AS customer_id, c.branch_id, c.code, k, current_date - (c.code % 28) AS starts
       FROM customer c, generate_series(1, 2) k WHERE c.email LIKE 'member%')
     INSERT INTO multipack (id, chain_id, customer_id, branch_id, plan_id, reference, time_zone, name, currency, price, duration_amount,
       duration_unit, payment, payment_method, automatic_renewal, notice_amount, notice_unit, valid_from, valid_to, anchor_day, deadline, created_at)
     SELECT id, id, customer_id, branch_id, (SELECT id FROM plan ORDER BY created_at LIMIT 1), 'GYM-' || (2010 + code % 16) || '-' || lpad((code * 2 + k)::text, 7, '0'),
       'Europe/Madrid', (ARRAY['Abono mensual', 'Pilates 12 sesiones', 'Piscina y sauna', 'Gym Plus'])[1 + (code + k) % 4], 'EUR', 4990, 1,
       'month', 'rolling', 'sepa', k = 1, 15, 'day', starts, starts + 30, 1, starts + 15, now()
     FROM sold`,
  );
  await ask('VACUUM ANALYZE customer, multipack');
}
