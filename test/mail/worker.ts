import { pino } from 'pino';
import { clock } from '../../src/clock.ts';
import { openDatabase } from '../../src/database/client.ts';
import { startDelivery } from '../../src/mail/delivery.ts';

// A process that delivers, to be killed.
const databaseUrl = process.env['DATABASE_URL']!;
startDelivery({
  database: openDatabase(databaseUrl),
  databaseUrl,
  clock: clock({ testClock: false }),
  secretKey: process.env['SECRET_KEY'],
  smtpUrl: undefined,
  directory: '/nowhere',
  from: 'desk@club.example',
  log: pino({ level: 'silent' }),
  leaseSeconds: 2,
});
