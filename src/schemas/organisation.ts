import { z } from 'zod';
import { MAX_NOTICE } from '../domain/terms.ts';
import {
  Country,
  Currency,
  Id,
  Instant,
  Language,
  LocalTime,
  pageOf,
  Span,
  text,
  TimeZone,
  Version,
} from './common.ts';

/** A notice is in days, weeks or months; none means through the last day of validity (002). */
export const Notice = z
  .strictObject({ amount: z.int().min(0), unit: z.enum(['day', 'week', 'month']) })
  .refine(({ amount, unit }) => amount <= MAX_NOTICE[unit], { params: { code: 'invalid_notice' } })
  .meta({ id: 'Notice' });

export const NightWindow = z
  .strictObject({ from: LocalTime, to: LocalTime })
  .refine(({ from, to }) => from < to && to <= '12:00', { params: { code: 'invalid_night_window' } })
  .meta({
    id: 'NightWindow',
    description: 'Local times of the branch between which renewals run, the second excluded',
  });

const settings = {
  name: text(120),
  defaultNotice: Notice,
  nightWindow: NightWindow,
  allowWithdrawSignal: z.boolean().meta({
    description: 'Whether the signal `withdraw`, whose sender nobody verifies, withdraws. Off until somebody allows it',
  }),
  noticeAccountUserId: Id.nullable().meta({
    description:
      'The administrator whose mail account sends the notices of customers without a collection agent; null: the system itself (0022)',
  }),
};
export const Settings = z
  .strictObject({ ...settings, name: z.string(), defaultNotice: Span, version: Version })
  .meta({ id: 'Settings' });
export const SettingsEdit = z.strictObject(settings).partial().meta({ id: 'SettingsEdit' });

const branch = {
  name: text(120),
  timeZone: TimeZone,
  country: Country,
  language: Language,
  currency: Currency,
  noticeTime: LocalTime.meta({ description: 'From when on notices go out in the morning (004)', example: '08:00' }),
};
const record = { id: Id, retired: z.boolean(), version: Version, createdAt: Instant };

export const Branch = z.strictObject({ ...branch, name: z.string(), ...record }).meta({ id: 'Branch' });
export const NewBranch = z
  .strictObject({ ...branch, noticeTime: branch.noticeTime.default('08:00') })
  .meta({ id: 'NewBranch' });
export const BranchEdit = z
  .strictObject({ ...branch, retired: z.boolean() })
  .partial()
  .meta({ id: 'BranchEdit' });
export const BranchPage = pageOf(Branch);

const department = { name: text(120) };
export const Department = z.strictObject({ name: z.string(), ...record }).meta({ id: 'Department' });
export const NewDepartment = z.strictObject(department).meta({ id: 'NewDepartment' });
export const DepartmentEdit = z
  .strictObject({ ...department, retired: z.boolean() })
  .partial()
  .meta({ id: 'DepartmentEdit' });
export const DepartmentPage = pageOf(Department);
