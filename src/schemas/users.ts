import { z } from 'zod';
import { Email, Flag, Id, Instant, Language, pageOf, pageQuery, text, Version } from './common.ts';
import { MailAccountState } from './mail-accounts.ts';

export const PERMISSIONS = [
  'force_renewal_cancellation',
  'remove_renewal',
  'change_preferred_agent',
  'extraordinary_withdrawal',
  'late_receipt',
] as const;
export const PermissionName = z.enum(PERMISSIONS);

/** 1 the company, 2 the branch, 3 the department in the branch, 4 own records. */
export const AccessLevel = z
  .int()
  .min(1)
  .max(4)
  .meta({ description: '1 the company, 2 the branch, 3 the department in the branch, 4 own records' });

export const Password = z.string().min(8).max(128);

const fields = {
  name: text(120),
  email: Email,
  branchId: Id,
  departmentId: Id.nullable(),
  accessLevel: AccessLevel,
  permissions: z.array(PermissionName).max(PERMISSIONS.length),
  language: Language,
};

export const User = z
  .strictObject({
    id: Id,
    ...fields,
    name: z.string(),
    email: z.string(),
    active: z.boolean(),
    mailAccount: MailAccountState.meta({ description: 'Whether notices can go out through the user’s mail account' }),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'User' });

export const UserPage = pageOf(User);

export const UserQuery = z.strictObject({
  active: Flag.optional(),
  branchId: Id.optional(),
  departmentId: Id.optional(),
  ...pageQuery,
});

export const NewUser = z
  .strictObject({
    ...fields,
    departmentId: fields.departmentId.optional(),
    permissions: fields.permissions.optional(),
    language: fields.language.optional().meta({ description: 'Left out: the branch’s' }),
    password: Password,
  })
  .meta({ id: 'NewUser' });

export const UserEdit = z
  .strictObject({ ...fields, active: z.boolean() })
  .partial()
  .meta({ id: 'UserEdit' });

export const NewPassword = z.strictObject({ password: Password }).meta({ id: 'NewPassword' });
