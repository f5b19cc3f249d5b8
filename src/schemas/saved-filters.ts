import { z } from 'zod';
import { Id, Instant, pageOf, pageQuery, text, Version } from './common.ts';
import { CrmReportFilter } from './reports.ts';

export const FILTER_KINDS = ['crm'] as const;
export const SHARING = ['nobody', 'branch', 'company'] as const;

const fields = {
  name: text(120),
  rows: CrmReportFilter.shape.rows,
  sharedWith: z.enum(SHARING).meta({ description: '`branch`: that of the owner, today' }),
};

export const SavedFilter = z
  .strictObject({
    id: Id,
    kind: z.enum(FILTER_KINDS),
    ...fields,
    owner: z.strictObject({ id: Id, name: z.string() }),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'SavedFilter' });

export const NewSavedFilter = z
  .strictObject({ ...fields, kind: z.enum(FILTER_KINDS), sharedWith: fields.sharedWith.default('nobody') })
  .meta({ id: 'NewSavedFilter' });

export const SavedFilterEdit = z.strictObject(fields).partial().meta({ id: 'SavedFilterEdit' });

export const SavedFilterPage = pageOf(SavedFilter);
export const SavedFilterQuery = z.strictObject({ kind: z.enum(FILTER_KINDS).optional(), ...pageQuery });
