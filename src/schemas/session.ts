import { z } from 'zod';
import { Currency, Email, Id, Language, TimeZone } from './common.ts';
import { LANGUAGES } from './languages.ts';
import { AccessLevel, Password, PermissionName } from './users.ts';

export const SignIn = z.strictObject({ email: Email, password: z.string().min(1).max(128) }).meta({ id: 'SignIn' });

/** Who is signed in, and what the screens need to begin with. */
export const SessionInfo = z
  .strictObject({
    user: z.strictObject({
      id: Id,
      name: z.string(),
      email: z.string(),
      accessLevel: AccessLevel,
      permissions: z.array(PermissionName).meta({ description: 'All of them for level 1' }),
      language: Language,
      departmentId: Id.nullable(),
    }),
    branch: z.strictObject({ id: Id, name: z.string(), timeZone: TimeZone, language: Language, currency: Currency }),
    company: z.strictObject({ name: z.string() }),
    languages: z.array(z.enum(LANGUAGES)),
    testClock: z.boolean().meta({ description: 'Whether customers can be given a clock of their own' }),
    temporalUi: z.string().nullable().meta({ description: 'Address of Temporal’s web pages' }),
    temporalWorkflows: z
      .string()
      .nullable()
      .meta({ description: 'Address of their list of workflows, which `?query=` narrows' }),
  })
  .meta({ id: 'Session' });

export const OwnPassword = z
  .strictObject({ current: z.string().min(1).max(128), password: Password })
  .meta({ id: 'OwnPassword' });
