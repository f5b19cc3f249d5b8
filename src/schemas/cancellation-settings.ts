import { z } from 'zod';
import { PROFILE_UNITS } from '../domain/sla.ts';
import { Flag, Id, Instant, isStorable, pageOf, pageQuery, text, Version } from './common.ts';

/** Long text that may be empty. */
export const Prose = z
  .string()
  .trim()
  .max(4000)
  .refine(isStorable, { params: { code: 'invalid_text' } });

const Title = text(120);
const ProfileUnit = z.enum(PROFILE_UNITS);
const Period = z.int().min(1).max(120);

const kept = {
  id: Id,
  retired: z.boolean(),
  used: z.boolean().meta({ description: 'Then it is retired, not deleted' }),
  version: Version,
  createdAt: Instant,
};

export const CancellationProfile = z
  .strictObject({
    ...kept,
    title: z.string(),
    unit: ProfileUnit,
    period: z.int(),
    days: z.int().meta({ description: 'The period times 1, 7 or 30' }),
    isDefault: z.boolean(),
  })
  .meta({ id: 'CancellationProfile', description: 'How long a cancellation request may take' });

export const NewCancellationProfile = z
  .strictObject({
    title: Title,
    unit: ProfileUnit,
    period: Period,
    isDefault: z.boolean().default(false).meta({ description: 'Takes it from the one that is' }),
  })
  .meta({ id: 'NewCancellationProfile' });

export const CancellationProfileEdit = z
  .strictObject({ title: Title, unit: ProfileUnit, period: Period, isDefault: z.boolean(), retired: z.boolean() })
  .partial()
  .meta({ id: 'CancellationProfileEdit' });

const described = { ...kept, title: z.string(), description: z.string().nullable() };
const newDescribed = { title: Title, description: text(1000).nullable().default(null) };
const describedEdit = z
  .strictObject({ title: Title, description: text(1000).nullable(), retired: z.boolean() })
  .partial();

export const CancellationReason = z.strictObject(described).meta({ id: 'CancellationReason' });
export const NewCancellationReason = z.strictObject(newDescribed).meta({ id: 'NewCancellationReason' });
export const CancellationReasonEdit = describedEdit.meta({ id: 'CancellationReasonEdit' });

export const ReversalClassification = z.strictObject(described).meta({ id: 'ReversalClassification' });
export const NewReversalClassification = z.strictObject(newDescribed).meta({ id: 'NewReversalClassification' });
export const ReversalClassificationEdit = describedEdit.meta({ id: 'ReversalClassificationEdit' });

export const CancellationProfilePage = pageOf(CancellationProfile);
export const CancellationReasonPage = pageOf(CancellationReason);
export const ReversalClassificationPage = pageOf(ReversalClassification);
export const CancellationSettingsQuery = z.strictObject({ retired: Flag.optional(), ...pageQuery });
